import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Schedule } from '@gatehouse/appliance/simulator/schedule.ts'

/** Something a person must put right; its message is one sentence. */
export class GroundError extends Error {}

export interface Ground {
  readonly folder: string
  /** removes a throw-away folder */
  clear(): void
}

/** The folder everything lives in; a fresh one that vanishes with `once`. */
export function ground(data: string | null, once: boolean): Ground {
  if (once && data === null) {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'))
    return { folder, clear: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) }
  }
  const folder = resolve(data ?? '.data')
  try {
    for (const part of ['', 'box', 'cloud', 'log']) makeFolder(join(folder, part))
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    const why = {
      EACCES: 'may not be written by this user',
      EROFS: 'is on a read-only file system',
      ENOTDIR: 'is not a folder',
      EEXIST: 'is not a folder',
    }
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    throw new GroundError(
      `The data folder ${folder} ${why[code as keyof typeof why] ?? `cannot be used (${code})`}: name another with --data.`,
    )
  }
  return { folder, clear: () => {} }
}

/** Refuses early, before anything is started, when somebody else has the port. */
export async function portIsFree(port: number, flag: string): Promise<void> {
  if (port === 0) return
  await new Promise<void>((done, fail) => {
    const probe = createServer()
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE'
          ? 'is in use by another program'
          : cause.code === 'EACCES'
            ? 'is reserved for the system'
            : `cannot be had (${cause.code})`
      fail(new GroundError(`Port ${port} ${why}: stop that program, or choose another port with ${flag}.`))
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => done()))
  })
}

/** This machine's address for phones on the same network; null without a network. */
export function lanAddress(interfaces = networkInterfaces()): string | null {
  const own = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter((at) => at.family === 'IPv4' && !at.internal && !at.address.startsWith('169.254.'))
  // a home or office network before whatever a container engine made
  const rank = (address: string): number => (address.startsWith('192.168.') ? 0 : address.startsWith('10.') ? 1 : 2)
  return own.map((at) => at.address).sort((a, b) => rank(a) - rank(b))[0] ?? null
}

/** Like mkdir -p. Node's own recursive mkdir never returns where the kernel answers ENOENT for an existing parent (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent)
  mkdirSync(folder)
}

/** Where the simulated world stood when it was last seen. */
export interface Saved {
  readonly wall: number
  readonly schedule: Schedule | null
}

const savedFile = (folder: string): string => join(folder, 'simulator.json')

export function loadWorld(folder: string): Saved | null {
  try {
    return JSON.parse(readFileSync(savedFile(folder), 'utf8')) as Saved
  } catch {
    return null
  }
}

export function saveWorld(folder: string, saved: Saved): void {
  writeFileSync(savedFile(folder), JSON.stringify(saved))
}
