import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface SmallDisk {
  readonly dir: string
  /** from now on nothing can be written to it */
  readOnly(): void
  resize(size: string): void
}

/** A disk of its own (`1m`, `600k`…) that is gone after the test. Ask `canMount` first. */
export function mountedDisk(size: string): SmallDisk {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-disk-'))
  const mount = (...args: string[]): void => void execFileSync('mount', args, { stdio: 'ignore' })
  mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir)
  onTestFinished(() => {
    execFileSync('umount', ['-l', dir])
    rmSync(dir, { recursive: true })
  })
  return {
    dir,
    readOnly: () => mount('-o', 'remount,ro', dir),
    resize: (to) => mount('-o', `remount,size=${to}`, dir),
  }
}

/** whether this user may mount, so that a test can be skipped by name */
export const canMount: boolean = process.getuid?.() === 0 && tryMount()

function tryMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir], { stdio: 'ignore' })
    execFileSync('umount', [dir])
    return true
  } catch {
    return false
  } finally {
    rmSync(dir, { recursive: true })
  }
}
