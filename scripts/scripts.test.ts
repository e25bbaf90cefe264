import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = import.meta.dirname
const has = (tool: string) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
const run = (command: string, args: string[]) => spawnSync(command, args, { encoding: 'utf8', cwd: join(folder, '..') })

describe.skipIf(!has('shellcheck'))('shell scripts (needs shellcheck)', () => {
  it('pass shellcheck without a word', () => {
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.sh'))
    const { status, stdout } = run('shellcheck', [...scripts.map((name) => join('scripts', name)), '.ci/run'])
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })
})

describe.skipIf(!has('docker-compose'))('compose.yaml (needs docker-compose)', () => {
  const config = (env: Record<string, string>) =>
    spawnSync('docker-compose', ['-f', 'compose.yaml', 'config'], {
      encoding: 'utf8',
      cwd: join(folder, '..'),
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    })

  it('is accepted, publishes only on loopback and asks for logical replication', () => {
    const { status, stdout, stderr } = config({ DATABASE_PASSWORD: 'p', OWNER_TOKEN: 'o' })
    expect(status, stderr).toBe(0)
    expect(stdout).toContain('127.0.0.1:8090:8090')
    expect(stdout).toContain('wal_level=logical')
  })

  it('refuses to start without a password and an owner token', () => {
    expect(config({ OWNER_TOKEN: 'o' }).stderr).toContain('DATABASE_PASSWORD')
    expect(config({ DATABASE_PASSWORD: 'p' }).stderr).toContain('OWNER_TOKEN')
  })
})
