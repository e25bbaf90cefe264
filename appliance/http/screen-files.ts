import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

export interface ScreenFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** the name carries a hash of the content, so it may be cached for ever */
  readonly hashed: boolean
  /** which build it is of, as the page's modification time, epoch ms */
  readonly builtAt: number
}

const types: Readonly<Record<string, string>> = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

function readAll(dir: string, builtAt: number): ReadonlyMap<string, ScreenFile> {
  const files = new Map<string, ScreenFile>()
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)]
    const path = join(entry.parentPath, entry.name)
    const url = `/${path.slice(dir.length + 1).replaceAll('\\', '/')}`
    // The program that paints the first picture is for this box, not for a browser.
    if (!entry.isFile() || type === undefined || url.startsWith('/paint/')) continue
    files.set(url, { bytes: Uint8Array.from(readFileSync(path)), type, hashed: /^\/assets\/.+-[\w-]{8,}\.\w+$/.test(url), builtAt })
  }
  return files
}

/**
 * The built screens, held in memory (about 400 KB, and 5 MB of voices where they were made), so that no request ever becomes a path on the disk.
 * A new build is noticed by the page's modification time.
 */
export function screenFiles(dir: string): (url: string) => ScreenFile | undefined {
  const page = join(dir, 'index.html')
  let builtAt = -1
  let files: ReadonlyMap<string, ScreenFile> = new Map()

  const refresh = () => {
    const now = existsSync(page) ? statSync(page).mtimeMs : 0
    if (now === builtAt) return
    try {
      files = now === 0 ? new Map() : readAll(dir, now)
      builtAt = now
    } catch {
      // A build is replacing the folder this very moment: keep what we have and look again at the next request.
    }
  }
  return (url) => {
    if (builtAt === -1 || url === '/index.html') refresh()
    return files.get(url)
  }
}
