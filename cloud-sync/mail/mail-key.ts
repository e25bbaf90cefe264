import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { mailboxOf } from './address.ts'

/** What stands for an address where the address itself may not be kept, and what proves a link in a letter to be ours. */
export interface MailKey {
  /** the same for every spelling of one mailbox; cannot be turned back, nor tried out without the key */
  mark(address: string): string
  /** `id` and its seal, for a URL */
  linkOf(letterId: string): string
  /** the letter's id, or null for anything we did not make */
  letterOf(link: string): string | null
}

/** Kept in a file of its own (32 bytes, mode 0600), never in the database, so that a copy of that gives no address away. */
export function openMailKey(file: string): MailKey {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    try {
      // exclusive: two processes that make one at the same moment must not end with different ones
      writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  const key = readFileSync(file)
  if (key.length !== 32) throw new Error(`${file} should hold the 32 bytes that addresses are marked with; put it back from a copy`)
  return mailKeyOf(key)
}

export function mailKeyOf(key: Uint8Array): MailKey {
  const mac = (purpose: string, text: string) => createHmac('sha256', key).update(`${purpose}\0${text}`).digest('base64url').slice(0, 22)
  return {
    mark: (address) => mac('mailbox', mailboxOf(address)),
    linkOf: (id) => `${id}.${mac('letter', id)}`,
    letterOf(link) {
      const [, id, seal] = /^([0-9A-Za-z-]{1,64})\.([0-9A-Za-z_-]{22})$/.exec(link) ?? []
      if (id === undefined || seal === undefined) return null
      return timingSafeEqual(Buffer.from(seal), Buffer.from(mac('letter', id))) ? id : null
    },
  }
}
