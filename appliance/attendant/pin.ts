import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>

/**
 * RFC 9106, section 4, second recommendation, with less memory: 19 MiB and two passes, as OWASP's password cheat sheet allows for
 * small machines. About 0.1 s on a Pi; a PIN is short, so the growing delay (A3) does what hashing cannot.
 */
const COST = { parallelism: 1, memory: 19_456, passes: 2, tagLength: 32 } as const
const LABEL = 'argon2id$m=19456,t=2,p=1'

/** Why this PIN will not do, as a sentence; null when it will (A1). */
export function pinProblem(pin: string): string | null {
  if (!/^\d{6,12}$/.test(pin)) return 'A PIN has six to twelve digits.'
  if (/^(\d)\1+$/.test(pin)) return 'One digit repeated is the first thing anybody tries.'
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]))
  if (steps.every((step) => step === 1) || steps.every((step) => step === -1)) return 'Digits in a row are the second thing anybody tries.'
  return null
}

/** `argon2id$m=…,t=…,p=…$salt$tag`, base64url. */
export async function hashPin(pin: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { ...COST, message: pin, nonce })
  return `${LABEL}$${nonce.toString('base64url')}$${tag.toString('base64url')}`
}

/** False also for a hash this version cannot read. Takes its time either way. */
export async function pinFits(pin: string, hash: string | null): Promise<boolean> {
  const [salt = '', wanted = ''] = hash?.startsWith(`${LABEL}$`) ? hash.slice(LABEL.length + 1).split('$') : []
  const nonce = salt === '' ? randomBytes(16) : Buffer.from(salt, 'base64url')
  const tag = await derive('argon2id', { ...COST, message: pin, nonce })
  const stored = Buffer.from(wanted, 'base64url')
  return stored.length === tag.length && timingSafeEqual(stored, tag)
}
