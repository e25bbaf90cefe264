import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { NODE_ENVIRONMENT, NODE_FLAGS } from './node-flags.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

it('are what the cloud is started with, by hand and in its container', () => {
  const command = ['node', ...NODE_FLAGS, 'cloud-sync/main.ts']
  const surroundings = Object.entries(NODE_ENVIRONMENT).map(([name, value]) => `${name}=${value}`)
  expect(JSON.parse(read('../package.json')).scripts.cloud).toBe([...surroundings, ...command].join(' '))
  for (const setting of surroundings) expect(read('Dockerfile').split('\n')).toContain(`ENV ${setting}`)
  expect(JSON.parse(/^CMD (.+)$/m.exec(read('Dockerfile'))?.[1] ?? '')).toEqual(command)
})
