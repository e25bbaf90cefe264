import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openScreenKeys } from './screen-keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'gh-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a screen keeps its key across restarts, has it alone, and loses it when keys are made anew', () => {
  const file = join(folder, 'screen-secret')
  const keys = openScreenKeys(file)
  const [pay, out] = [keys.keyOf('pay'), keys.keyOf('out')]
  expect(pay).toMatch(/^[a-z2-7]{20}$/)
  expect(out).not.toBe(pay)
  expect(openScreenKeys(file).keyOf('pay')).toBe(pay)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  keys.renew()
  expect(keys.keyOf('pay')).not.toBe(pay)
})
