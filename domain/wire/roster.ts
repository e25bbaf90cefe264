import * as v from 'valibot'
import { canonicalJson } from './canonical.ts'

const device = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/))
/** PEM */
const certificate = v.pipe(v.string(), v.maxLength(4_000))
const member = v.object({
  device,
  host: v.pipe(v.string(), v.minLength(1), v.maxLength(253)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  certificate,
})
export type Member = v.InferOutput<typeof member>
export const MAX_MEMBERS = 8

/** Which boxes belong together on the network of the house, by the word of their authority; a higher `serial` replaces a lower one. */
export const rosterBody = v.object({
  v: v.literal(1),
  site: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  serial: v.pipe(v.number(), v.integer(), v.minValue(1)),
  members: v.pipe(v.array(member), v.maxLength(MAX_MEMBERS)),
  removed: v.array(v.object({ device, certificate })),
  /** revocation list for the brokers, PEM */
  revocation: v.string(),
})
export type RosterBody = v.InferOutput<typeof rosterBody>

/** `signature`: ECDSA P-256 over SHA-256 of `rosterText`, DER, base64url */
export const signedRoster = v.object({ body: rosterBody, signature: v.pipe(v.string(), v.maxLength(200)) })
export type Roster = v.InferOutput<typeof signedRoster>

export const rosterText = (body: RosterBody): string => canonicalJson(body)
