import { sign, verify, X509Certificate } from 'node:crypto'
import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'
import * as v from 'valibot'

const device = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/))
const member = v.object({
  device,
  host: v.pipe(v.string(), v.minLength(1), v.maxLength(253)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  certificate: v.pipe(v.string(), v.maxLength(4_000)),
})
export type Member = v.InferOutput<typeof member>

/** Who belongs to the site, by the word of its authority; a higher `serial` replaces a lower one. At most eight (N21). */
export const rosterBody = v.object({
  v: v.literal(1),
  site: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  serial: v.pipe(v.number(), v.integer(), v.minValue(1)),
  members: v.pipe(v.array(member), v.maxLength(8)),
  removed: v.array(v.object({ device, certificate: v.pipe(v.string(), v.maxLength(4_000)) })),
  /** revocation list for the brokers, PEM */
  revocation: v.string(),
})
export type RosterBody = v.InferOutput<typeof rosterBody>
export const MAX_MEMBERS = 8

const signedRoster = v.object({ body: rosterBody, signature: v.string() })
export type Roster = v.InferOutput<typeof signedRoster>

export const signRoster = (body: RosterBody, authorityKey: string): Roster => ({
  body,
  signature: sign('sha256', Buffer.from(canonicalJson(body)), authorityKey).toString('base64url'),
})

/** The roster, when the site's authority signed it; null for anything else. */
export function readRoster(text: string, authorityCertificate: string, site: string): Roster | null {
  try {
    const parsed = v.safeParse(signedRoster, JSON.parse(text))
    if (!parsed.success || parsed.output.body.site !== site) return null
    const { body, signature } = parsed.output
    const { publicKey } = new X509Certificate(authorityCertificate)
    return verify('sha256', Buffer.from(canonicalJson(body)), publicKey, Buffer.from(signature, 'base64url')) ? parsed.output : null
  } catch {
    return null
  }
}
