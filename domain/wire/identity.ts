import * as v from 'valibot'

/**
 * How a box signs what it asks of its cloud: RFC 9421, Ed25519. Not `@authority`: a tunnel or a proxy in front may call the cloud
 * by another name, and the path says all there is to say.
 */
export const requestSignature = {
  label: 'gatehouse',
  algorithm: 'ed25519',
  components: ['@method', '@path', '@query'],
  /** covered as well by every request that may have a body (RFC 9530) */
  digest: 'content-digest',
  parameters: ['created', 'nonce', 'keyid'],
} as const

export const mayHaveBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD'

/** `Content-Digest` of a body whose SHA-256 this is, base64. */
export const contentDigest = (sha256Base64: string): string => `sha-256=:${sha256Base64}:`

/** 32 bytes as base64url: a public key of Ed25519 or X25519 */
const publicKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(64))

/** `POST /v1/enrol`, signed by the new key itself: a box presents a claim code and the public halves of the keys it has made. */
export const enrolRequest = v.object({
  v: v.literal(1),
  /** as `plainClaimCode` gives it */
  code: v.pipe(
    v.string(),
    v.check((text) => plainClaimCode(text) === text),
  ),
  device: name,
  site: name,
  signKey: publicKey,
  agreeKey: publicKey,
  version: v.pipe(v.string(), v.maxLength(64)),
})
export type EnrolRequest = v.InferOutput<typeof enrolRequest>

export const enrolReply = v.object({
  v: v.literal(1),
  device: name,
  site: name,
  /** the box's number in its QR codes */
  number: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xff_ffff)),
  /** which of the box's keys these are, 0–15 */
  kid: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15)),
  /** the cloud's X25519 key: both sides agree on the secret of quotes and exit codes from it */
  cloudKey: publicKey,
  /** what phones call the cloud, where it knows; null: as the box does */
  publicUrl: v.nullable(v.string()),
})
export type EnrolReply = v.InferOutput<typeof enrolReply>

/** What claim codes are made of: no two that people take for one another. */
export const claimAlphabet = 'ABCDEFHJKMNPQRTUVWXY234567'
export const CLAIM_LENGTH = 8
const lookAlikes: Readonly<Record<string, string>> = { S: '5', Z: '2', G: '6', '8': 'B' }

/** A claim code without what people put between its characters, look-alikes put right; null when it cannot be one. */
export function plainClaimCode(typed: string): string | null {
  const code = Array.from(typed.toUpperCase().replace(/[\s-]/g, ''), (char) => lookAlikes[char] ?? char)
  return code.length === CLAIM_LENGTH && code.every((char) => claimAlphabet.includes(char)) ? code.join('') : null
}

/** As it is shown: ABCD-EF23. */
export const shownClaimCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`
