import { createHash } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Part, PictureBytes } from './picture-bytes.ts'

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** One file a picture: `<site>/<aa>/<sha256>.jpg`, beside it `<sha256>.<box>.part` while it comes in. Names of sites and boxes are hashed. */
export function pictureFolder(folder: string): PictureBytes {
  const inLine = new Map<string, Promise<unknown>>()
  const fileOf = (site: string, sha256: string): string => join(folder, short(site), sha256.slice(0, 2), `${sha256}.jpg`)
  const partOf = ({ site, device, sha256 }: Part): string => fileOf(site, sha256).replace(/jpg$/, `${short(device)}.part`)
  const sizeOf = async (file: string): Promise<number | null> =>
    (await stat(file).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : Promise.reject(error))))?.size ?? null

  return {
    async exclusive(sha256, work) {
      const before = inLine.get(sha256) ?? Promise.resolve()
      const turn = before.then(work, work)
      inLine.set(sha256, turn)
      try {
        return await turn
      } finally {
        if (inLine.get(sha256) === turn) inLine.delete(sha256)
      }
    },
    partSize: async (part) => (await sizeOf(partOf(part))) ?? 0,
    async append(part, bytes) {
      await mkdir(dirname(partOf(part)), { recursive: true })
      await appendFile(partOf(part), bytes, { mode: 0o600 })
    },
    readPart: (part) => readFile(partOf(part)),
    finish: (part) => rename(partOf(part), fileOf(part.site, part.sha256)),
    discard: (part) => rm(partOf(part), { force: true }),
    read: (site, sha256) =>
      readFile(fileOf(site, sha256)).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : Promise.reject(error))),
    has: async (site, sha256) => (await sizeOf(fileOf(site, sha256))) !== null,
    remove: (site, sha256) => rm(fileOf(site, sha256), { force: true }),
    async room() {
      await mkdir(folder, { recursive: true })
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
    async sweep(before, isKnown) {
      let gone = 0
      for (const file of await filesUnder(folder)) {
        const { mtimeMs } = (await stat(file).catch(() => null)) ?? { mtimeMs: Number.POSITIVE_INFINITY }
        if (mtimeMs >= before) continue
        const [sha256 = ''] = (file.split('/').at(-1) ?? '').split('.')
        if (file.endsWith('.jpg') && (await isKnown(sha256))) continue
        await rm(file, { force: true })
        gone += 1
      }
      return gone
    },
  }
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
