import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const script = join(import.meta.dirname, '../../../scripts/gpio-vm.sh')
const tools = ['qemu-system-x86_64', 'cpio', 'xz', 'busybox', 'apt-get']
const missing = tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0)
const name = missing.length === 0 ? 'GPIO drivers on a real kernel' : `GPIO drivers on a real kernel (needs ${missing.join(', ')})`

describe.skipIf(missing.length > 0)(name, () => {
  it('passes the whole drill in a virtual machine with gpio-sim', { timeout: 420_000 }, () => {
    const run = spawnSync('bash', [script], { encoding: 'utf8', maxBuffer: 1 << 26 })
    const lines = run.stdout.split('\n').filter((line) => /^(not )?ok /.test(line))
    expect(run.status, `${run.stdout.slice(-2_000)}\n${run.stderr.slice(-2_000)}`).toBe(0)
    expect(lines.filter((line) => line.startsWith('not ok'))).toEqual([])
    expect(lines.length).toBeGreaterThanOrEqual(22)
  })
})
