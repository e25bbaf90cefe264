import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { EpochMs } from '@gatehouse/domain/time.ts'

/**
 * Where the bytes of pictures lie. Kept out of the database: a Pi's ledger stays small enough to be checked in milliseconds at every start, a
 * decision waits for one fsync of a few kilobytes, and erasing gives the disk its space back at once. Synchronous.
 */
export interface ImageStore {
  put(ref: string, jpeg: Uint8Array): void
  get(ref: string): Uint8Array | null
  remove(ref: string): void
  /** removes what is not kept and was written before `before` (epoch ms, by the file's own time); returns how many */
  sweep(isKept: (name: string) => boolean, before: EpochMs): number
  /** the name a reference has inside the store, for `sweep` */
  nameOf(ref: string): string
}

/** A reference is any string; a file name must not be. */
const nameOf = (ref: string): string => createHash('sha256').update(ref).digest('hex').slice(0, 40)

/** One JPEG file per reference, in 256 folders. Written without fsync: a power cut may lose the last seconds' pictures, never a fact. */
export function imageFolder(folder: string): ImageStore {
  const fileOf = (name: string): string => join(folder, name.slice(0, 2), `${name}.jpg`)
  return {
    nameOf,
    put(ref, jpeg) {
      const file = fileOf(nameOf(ref))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(`${file}.new`, jpeg, { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
    get(ref) {
      try {
        return readFileSync(fileOf(nameOf(ref)))
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw cause
      }
    },
    remove: (ref) => rmSync(fileOf(nameOf(ref)), { force: true }),
    sweep(isKept, before) {
      const strays = filesUnder(folder).filter((file) => !isKept(file.name) && statSync(file.path).mtimeMs < before)
      for (const file of strays) rmSync(file.path, { force: true })
      return strays.length
    },
  }
}

function filesUnder(folder: string): readonly { readonly name: string; readonly path: string }[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name.split('.')[0] ?? '', path: join(entry.parentPath, entry.name) }))
}

/** Pictures of a ledger in memory. */
export function imageMemory(): ImageStore {
  const kept = new Map<string, Uint8Array>()
  return {
    nameOf,
    put: (ref, jpeg) => void kept.set(nameOf(ref), jpeg.slice()),
    get: (ref) => kept.get(nameOf(ref)) ?? null,
    remove: (ref) => void kept.delete(nameOf(ref)),
    // it dies with the process: nothing is left over from another one
    sweep: () => 0,
  }
}
