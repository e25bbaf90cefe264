import * as v from 'valibot'
import { canonicalJson } from './canonical.ts'
import { signedRoster } from './roster.ts'

/**
 * Boxes of one site trust each other by the authority the first of them made; the cloud knows each by the keys it was enrolled with.
 * Here the two are tied together. Each box states which certificate is its own, signed by both of its keys; the cloud compares that with
 * the roster and its owner's decisions, and puts its own name under what it found.
 */
const device = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
/** SHA-256 of a certificate's DER, hex */
const fingerprint = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
/** 32 bytes, base64url */
const bytes32 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
/** 64 bytes, base64url */
const ed25519Signature = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/))

/** "This certificate is mine." */
export const memberStatement = v.object({
  v: v.literal(1),
  device,
  /** of the site's authority */
  authority: fingerprint,
  /** of this box */
  certificate: fingerprint,
  /** thumbprint of the key that signs its requests to the cloud */
  keyId: bytes32,
  /** by that key */
  signature: ed25519Signature,
  /** by the certificate's key: ECDSA over SHA-256, DER, base64url */
  possession: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,200}$/)),
})
export type MemberStatement = v.InferOutput<typeof memberStatement>

/** What both keys sign. */
export const statementText = (site: string, s: Pick<MemberStatement, 'device' | 'authority' | 'certificate' | 'keyId'>): string =>
  canonicalJson(['gatehouse site member 1', site, s.device, s.authority, s.certificate, s.keyId])

/** `POST /v1/siblings`, signed like every request: the roster, and the statements this box has, of its siblings too. */
export const siblingsRequest = v.object({
  v: v.literal(1),
  site: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** the authority's certificate, PEM */
  authority: v.pipe(v.string(), v.maxLength(4_000)),
  roster: signedRoster,
  statements: v.pipe(v.array(memberStatement), v.minLength(1), v.maxLength(8)),
})
export type SiblingsRequest = v.InferOutput<typeof siblingsRequest>

/**
 * `known`: an enrolled box that has proved this certificate its own. `unknown`: nobody the cloud has let in says so (yet). `refused`: the
 * owner has shut it out. Siblings do not hear what is refused; the rest they hear as before.
 */
export const memberStanding = v.picklist(['known', 'unknown', 'refused'])
export type MemberStanding = v.InferOutput<typeof memberStanding>

export const countersignedBody = v.object({
  v: v.literal(1),
  site: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  authority: fingerprint,
  /** the roster's */
  serial: v.number(),
  /** the cloud's clock, epoch ms: a later word replaces an earlier one */
  issuedAt: v.number(),
  members: v.pipe(v.array(v.object({ device, certificate: fingerprint, standing: memberStanding })), v.maxLength(8)),
})
export type CountersignedBody = v.InferOutput<typeof countersignedBody>

/**
 * The cloud's word. `key`: the Ed25519 key it signs such words with. `introductions`: for each enrolled member an HMAC over that key, made
 * with the secret the two agreed on at enrolment; so a box that hears this from a sibling knows whose word it is, having met nobody new.
 */
export const countersignature = v.object({
  body: countersignedBody,
  key: bytes32,
  signature: ed25519Signature,
  introductions: v.record(device, bytes32),
})
export type Countersignature = v.InferOutput<typeof countersignature>

export const countersignedText = (body: CountersignedBody): string => canonicalJson(['gatehouse countersignature 1', body])
export const introductionText = (site: string, toDevice: string, key: string): string =>
  canonicalJson(['gatehouse countersigning key 1', site, toDevice, key])
/** HKDF-SHA256 info under which the agreed secret becomes the key of introductions */
export const INTRODUCTION_INFO = 'gatehouse/introduction/v1'

export const siblingsReply = v.object({ v: v.literal(1), countersignature })
export type SiblingsReply = v.InferOutput<typeof siblingsReply>

/** Retained on each box's broker: its own statement, and the newest word of the cloud it has. */
export const standingMessage = v.object({
  v: v.literal(1),
  statement: v.nullable(memberStatement),
  countersignature: v.nullable(countersignature),
})
export type StandingMessage = v.InferOutput<typeof standingMessage>
