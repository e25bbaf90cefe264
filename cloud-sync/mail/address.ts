import { domainToASCII } from 'node:url'

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * One e-mail address as a person types it → as it goes to a mail server; null for anything else. Only dot-atoms (RFC 5321 §4.1.2)
 * and a domain with a dot: no quotes, comments, lists, names, literals or control characters, so nothing typed can become a header,
 * a second recipient or a command. Names of other scripts become their ASCII form (IDNA).
 */
export function readAddress(typed: string): string | null {
  const text = typed.trim()
  const split = text.lastIndexOf('@')
  const [local, name] = [text.slice(0, split), text.slice(split + 1)]
  if (split < 1 || text.length > 254 || local.length > 64 || !LOCAL.test(local)) return null
  // domainToASCII reads as a URL does: it would drop what follows a slash, and take escapes for letters
  if (/[\s/\\%?#:[\]]/.test(name)) return null
  const domain = domainToASCII(name).toLowerCase()
  const labels = domain.split('.')
  if (labels.length < 2 || domain.length > 253 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(labels.at(-1) ?? ''))
    return null
  return `${local}@${domain}`
}

/** The mailbox that an address reaches, as far as that can be told: `Anna+parking@Example.org` is Anna's. */
export function mailboxOf(address: string): string {
  const [local = '', domain = ''] = address
    .trim()
    .toLowerCase()
    .split(/@(?=[^@]*$)/)
  return `${local.split('+')[0] || local}@${domain}`
}
