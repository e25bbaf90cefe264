import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { VERSION } from './version.ts'

it('every package.json and the software name one version', () => {
  const files = ['..', '.', '../domain', '../cloud-sync', '../kiosk-ui'].map((folder) => join(import.meta.dirname, folder, 'package.json'))
  expect(new Set(files.map((file) => JSON.parse(readFileSync(file, 'utf8')).version))).toEqual(new Set([VERSION]))
})
