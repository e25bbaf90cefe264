import { type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import * as v from 'valibot'
import type { Store } from '../store/open-store.ts'
import {
  notePasskeyUsed,
  passkeyById,
  passkeysOf,
  putChallenge,
  putPasskey,
  removePasskey,
  type StoredPasskey,
  takeChallenge,
} from '../store/passkeys.ts'
import { personById } from '../store/people.ts'
import { browserName } from './browser-name.ts'

/** Whom browsers take us for: a passkey works at that name alone (WebAuthn Level 3, §5.1.2). */
export interface Place {
  /** the host, without port */
  readonly rpId: string
  readonly origin: string
}

export interface PasskeyDeps {
  readonly store: Store
  readonly now: () => EpochMs
  readonly log: { warn(facts: object, sentence: string): void }
}

/** how long a question may wait for a finger */
const CHALLENGE_MS = 5 * MINUTE_MS
/** questions asked of nobody known yet, in a minute: each is a row until it is answered or over */
const MOST_QUESTIONS = 120
/** what some devices have, no person */
const MOST_KEYS = 20

/** EdDSA, ES256 and RS256 (COSE): what every device knows one of, and Node verifies without a warning about experiments. */
const ALGORITHMS = [-8, -7, -257]

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
const base = { id: text(1_400), rawId: text(1_400), type: v.literal('public-key') }
const registration = v.object({
  ...base,
  response: v.object({
    clientDataJSON: text(4_000),
    attestationObject: text(20_000),
    transports: v.optional(v.pipe(v.array(text(20)), v.maxLength(10))),
  }),
})
const authentication = v.object({
  ...base,
  response: v.object({
    clientDataJSON: text(4_000),
    authenticatorData: text(4_000),
    signature: text(8_000),
    userHandle: v.nullish(text(200)),
  }),
})

export type Passkeys = ReturnType<typeof makePasskeys>

/** Passkeys (WebAuthn Level 3): made on a person's own device, which asks for finger, face or PIN; here lies only the public half. */
export function makePasskeys({ store, now, log }: PasskeyDeps) {
  let questions: EpochMs[] = []
  const refused = (error: unknown, what: string) => {
    log.warn({ err: error instanceof Error ? error.message : String(error) }, what)
    return null
  }
  return {
    of: (person: string): Promise<readonly StoredPasskey[]> => passkeysOf(store, person),
    remove: (person: string, id: string): Promise<boolean> => removePasskey(store, person, id),

    /** What `navigator.credentials.create` is to be given, as JSON; null: there is no such person. */
    async addOptions(id: string, place: Place) {
      const person = await personById(store, id, now())
      if (!person) return null
      const keys = await passkeysOf(store, id)
      const options = await generateRegistrationOptions({
        ...{ rpName: 'Gatehouse', rpID: place.rpId, userName: person.email, userDisplayName: person.name },
        userID: new Uint8Array(Buffer.from(person.id)),
        ...{ timeout: CHALLENGE_MS, attestationType: 'none' as const, supportedAlgorithmIDs: ALGORITHMS },
        excludeCredentials: keys.map((key) => ({ id: key.id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      await putChallenge(store, { challenge: options.challenge, purpose: 'add', person: person.id, expiresAt: now() + CHALLENGE_MS })
      return options
    },

    /** False: what the browser sent proves no passkey made for that person just now. */
    async add(person: string, place: Place, sent: unknown, userAgent: string): Promise<boolean> {
      const read = v.safeParse(registration, sent)
      if (!read.success || (await passkeysOf(store, person)).length >= MOST_KEYS) return false
      const response: RegistrationResponseJSON = { ...read.output, clientExtensionResults: {} } as RegistrationResponseJSON
      const verified = await verifyRegistrationResponse({
        response,
        expectedChallenge: (challenge) => takeChallenge(store, { challenge, purpose: 'add', person }, now()),
        ...{ expectedOrigin: place.origin, expectedRPID: place.rpId, requireUserVerification: true },
        supportedAlgorithmIDs: ALGORITHMS,
      }).catch((error: unknown) => refused(error, 'a passkey was not taken'))
      if (!verified?.verified) return false
      const { credential, credentialBackedUp } = verified.registrationInfo
      return putPasskey(store, {
        ...{ id: credential.id, person, publicKey: credential.publicKey, counter: credential.counter },
        ...{ transports: credential.transports ?? [], synced: credentialBackedUp, label: browserName(userAgent), madeAt: now() },
      })
    },

    /**
     * What `navigator.credentials.get` is to be given, as JSON: any passkey of this place will do, it says whose it is. Null: more have
     * asked within the minute than people ever do.
     */
    async enterOptions(place: Place) {
      questions = questions.filter((at) => now() - at < MINUTE_MS)
      if (questions.length >= MOST_QUESTIONS) return null
      questions.push(now())
      const options = await generateAuthenticationOptions({ rpID: place.rpId, timeout: CHALLENGE_MS, userVerification: 'required' })
      await putChallenge(store, { challenge: options.challenge, purpose: 'enter', person: null, expiresAt: now() + CHALLENGE_MS })
      return options
    },

    /** The person that the passkey proves; null: nobody known here. */
    async enter(place: Place, sent: unknown): Promise<string | null> {
      const read = v.safeParse(authentication, sent)
      const key = read.success ? await passkeyById(store, read.output.id) : null
      if (!read.success || !key) return null
      const response = { ...read.output, clientExtensionResults: {} } as AuthenticationResponseJSON
      const verified = await verifyAuthenticationResponse({
        response,
        expectedChallenge: (challenge) => takeChallenge(store, { challenge, purpose: 'enter', person: null }, now()),
        ...{ expectedOrigin: place.origin, expectedRPID: place.rpId, requireUserVerification: true },
        credential: { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: key.counter },
      }).catch((error: unknown) => refused(error, 'a passkey was refused'))
      if (!verified?.verified) return null
      await notePasskeyUsed(store, key.id, verified.authenticationInfo.newCounter, now())
      return key.person
    },
  }
}
