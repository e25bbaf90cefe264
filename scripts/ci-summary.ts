#!/usr/bin/env node
// Turns Vitest's JSON reports into the one closing line, and refuses silent skips.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Assertion {
  readonly fullName: string
  readonly status: string
}
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly Assertion[]
  }[]
}

const [status = '1', folder = '.'] = process.argv.slice(2)
const files = ['fast.json', 'long.json'].map((name) => join(folder, name)).filter(existsSync)
if (files.length === 0) {
  console.error('No report: the test runner did not start.')
  console.log('0 passed, 1 failed')
  process.exit(1)
}
const suites = files.flatMap((file) => (JSON.parse(readFileSync(file, 'utf8')) as Report).testResults)
const tests = suites.flatMap((suite) => suite.assertionResults)
const passed = tests.filter((test) => test.status === 'passed').length
const played = new Set(tests.filter((test) => test.status === 'passed').map((test) => test.fullName))
// what only the long run plays is skipped in the fast one
const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed' && !played.has(test.fullName))
const brokenSuites = suites.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0)
/** what a machine may lack: the photographs beside the repository, and a real Electric service */
const excusable = (name: string) => name.includes('../shared') || name.includes('shared/plates') || name.includes('needs ELECTRIC_URL')
const refused = skipped.filter((test) => !excusable(test.fullName))
for (const suite of brokenSuites) console.error(`suite failed to run: ${suite.name}: ${suite.message}`)
for (const test of refused) console.error(`skipped, and may not be here: ${test.fullName}`)
const failed = tests.filter((test) => test.status === 'failed').length + brokenSuites.length + refused.length
console.log(`${passed} passed, ${failed} failed${skipped.length > refused.length ? `, ${skipped.length - refused.length} skipped` : ''}`)
process.exit(failed > 0 || status !== '0' ? 1 : 0)
