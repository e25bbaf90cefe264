import { sign, verify, X509Certificate } from 'node:crypto'
import { type Roster, type RosterBody, rosterText, signedRoster } from '@gatehouse/domain/wire/roster.ts'
import * as v from 'valibot'

export const signRoster = (body: RosterBody, authorityKey: string): Roster => ({
  body,
  signature: sign('sha256', Buffer.from(rosterText(body)), authorityKey).toString('base64url'),
})

/** The roster, when the site's authority signed it; null for anything else. */
export function readRoster(text: string, authorityCertificate: string, site: string): Roster | null {
  try {
    const parsed = v.safeParse(signedRoster, JSON.parse(text))
    if (!parsed.success || parsed.output.body.site !== site) return null
    const { body, signature } = parsed.output
    const { publicKey } = new X509Certificate(authorityCertificate)
    return verify('sha256', Buffer.from(rosterText(body)), publicKey, Buffer.from(signature, 'base64url')) ? parsed.output : null
  } catch {
    return null
  }
}
