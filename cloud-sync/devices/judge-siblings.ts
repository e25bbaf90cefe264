import { createHash, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { type MemberStatement, type SiblingsRequest, statementText } from '@gatehouse/domain/wire/countersign.ts'
import { rosterText } from '@gatehouse/domain/wire/roster.ts'

/** A roster whose signatures hold. */
export interface JudgedRoster {
  /** SHA-256 of the authority's certificate, hex */
  readonly authority: string
  readonly members: readonly { readonly device: string; readonly certificate: string; readonly publicKey: KeyObject }[]
}

/**
 * Whether an authority signed this roster and every certificate on it, each in the name of its box. A sentence for what does not hold.
 * Nothing here asks who the boxes are to the cloud: {@link isStatementOf} does.
 */
export function judgeRoster({ site, authority, roster }: SiblingsRequest): JudgedRoster | string {
  const issuer = certificateOf(authority)
  if (!issuer?.ca || issuer.publicKey.asymmetricKeyType !== 'ec' || !issuer.verify(issuer.publicKey))
    return 'the authority is no certificate that signs others'
  if (roster.body.site !== site || issuer.subject !== `CN=Gatehouse site ${site}`) return `the authority is not that of ${site}`
  if (!holds('sha256', rosterText(roster.body), issuer.publicKey, roster.signature)) return 'the authority did not sign this roster'
  const members: JudgedRoster['members'][number][] = []
  for (const { device, certificate } of roster.body.members) {
    const own = certificateOf(certificate)
    if (!own?.verify(issuer.publicKey) || own.subject !== `CN=${device}`) return `the authority gave ${device} no such certificate`
    members.push({ device, certificate: nameOf(own), publicKey: own.publicKey })
  }
  if (new Set(members.map(({ device }) => device)).size < members.length) return 'a box stands twice on the roster'
  return { authority: nameOf(issuer), members }
}

/**
 * Whether a member of the roster made this statement: with the key of its certificate, and with `signKey`, the key it was enrolled with
 * (Ed25519, base64url).
 */
export function isStatementOf(site: string, roster: JudgedRoster, said: MemberStatement, signKey: string): boolean {
  const member = roster.members.find((one) => one.device === said.device && one.certificate === said.certificate)
  if (!member || said.authority !== roster.authority) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signKey }, format: 'jwk' })
  const text = statementText(site, said)
  return holds(null, text, key, said.signature) && holds('sha256', text, member.publicKey, said.possession)
}

function holds(algorithm: 'sha256' | null, text: string, key: KeyObject, signature: string): boolean {
  try {
    return verify(algorithm, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem)
  } catch {
    return null
  }
}

const nameOf = (certificate: X509Certificate): string => createHash('sha256').update(certificate.raw).digest('hex')
