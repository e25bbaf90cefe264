import { sign, verify, X509Certificate } from 'node:crypto'
import { type Roster, type RosterBody, rosterText, signedRoster } from '@gatehouse/domain/wire/roster.ts'
import { readMessage } from '../wire.ts'

export const signRoster = (body: RosterBody, authorityKey: string): Roster => ({
  body,
  signature: sign('sha256', Buffer.from(rosterText(body)), authorityKey).toString('base64url'),
})

/** The roster, when the site's authority signed it; else why it counts for nothing. */
export function judgeRoster(
  text: string,
  authorityCertificate: string,
  site: string,
): Roster | 'malformed' | 'laterVersion' | 'wrongSite' | 'notSigned' {
  const roster = readMessage(signedRoster, text)
  if (typeof roster === 'string') return roster
  if (roster.body.site !== site) return 'wrongSite'
  try {
    const { publicKey } = new X509Certificate(authorityCertificate)
    const signed = verify('sha256', Buffer.from(rosterText(roster.body)), publicKey, Buffer.from(roster.signature, 'base64url'))
    return signed ? roster : 'notSigned'
  } catch {
    return 'notSigned'
  }
}

/** The roster, when the site's authority signed it; null for anything else. */
export function readRoster(text: string, authorityCertificate: string, site: string): Roster | null {
  const judged = judgeRoster(text, authorityCertificate, site)
  return typeof judged === 'string' ? null : judged
}
