import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const hasBats = spawnSync('sh', ['-c', 'command -v bats']).status === 0

describe.skipIf(!hasBats)('provision-pi.sh (needs bats)', () => {
  it('passes every check on a temporary root', { timeout: 600_000 }, () => {
    const { status, stdout, stderr } = spawnSync('bats', ['--tap', 'scripts/tests/provision.bats'], { encoding: 'utf8', cwd: root })
    const lines = stdout.split('\n')
    expect(
      lines.filter((line) => line.startsWith('not ok')),
      stdout + stderr,
    ).toEqual([])
    expect(lines.filter((line) => / # skip/.test(line))).toEqual([])
    expect(status).toBe(0)
    expect(lines.filter((line) => line.startsWith('ok')).length).toBeGreaterThanOrEqual(14)
  })
})

describe.skipIf(!hasBats)('kiosk-watched.sh (needs bats)', () => {
  it('[H17] feeds the watchdog while the page paints, and only then', { timeout: 120_000 }, () => {
    const { status, stdout, stderr } = spawnSync('bats', ['--tap', 'scripts/tests/kiosk-watched.bats'], { encoding: 'utf8', cwd: root })
    expect(status, stdout + stderr).toBe(0)
  })
})
