import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COUNTRIES } from './countries.ts'

const here = import.meta.dirname
const spec = readFileSync(join(here, 'SPEC.md'), 'utf8')
const rules = [...spec.matchAll(/^- \*\*(R\d+)\*\*/gm)].map(([, rule]) => rule as string)
const tests = globSync('**/*.{test,contract}.ts', { cwd: here }).filter((file) => file !== 'spec.test.ts')
const titles = tests.map((file) => readFileSync(join(here, file), 'utf8')).join('\n')

describe('SPEC.md of recognition', () => {
  it('gives each number to one rule', () => expect(rules.filter((rule, i) => rules.indexOf(rule) !== i)).toEqual([]))

  it('has a test for each rule, and a rule for each test', () => {
    const carried = new Set([...titles.matchAll(/\[(R\d+)\]/g)].map(([, rule]) => rule as string))
    expect(rules.filter((rule) => !carried.has(rule))).toEqual([])
    expect([...carried].filter((rule) => !rules.includes(rule))).toEqual([])
  })

  it('[R37] says who leaves out which letters, as the syntax has them', () => {
    const table = [...spec.matchAll(/^\| ([A-Z]{2}) \| ([A-Z]+) \| (.{20,}) \|$/gm)].map(([, code, letters]) => [code, letters])
    expect(table).toEqual(COUNTRIES.flatMap(({ code, leftOut }) => (leftOut[0] ? [[code, leftOut[0].letters]] : [])))
  })

  it('names test files that are there', () => {
    const named = [...spec.matchAll(/`([\w/-]+\.(?:test|contract)\.ts)`/g)].map(([, file]) => file as string)
    expect(named.filter((file) => !tests.includes(file))).toEqual([])
  })
})
