import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A secret of this box: made once, readable by this user only, kept across restarts. `gatehouse open` presents one of them. */
export function ownSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    const secret = randomBytes(24).toString('base64url')
    writeSecret(file, secret)
    return secret
  }
}

export function writeSecret(file: string, secret: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${secret}\n`, { mode: 0o600 })
}
