import { createHash, randomInt } from 'node:crypto'
import { keyFingerprint, keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import { DAY_MS, type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { CLAIM_LENGTH, claimAlphabet, type EnrolReply, type EnrolRequest } from '@gatehouse/domain/wire/identity.ts'
import type { SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import {
  boxRecords,
  type ClaimState,
  countWrongTry,
  keysInForce,
  leftTokens,
  lockClaim,
  type NewKey,
  putClaim,
  putKey,
} from '../store/device-keys.ts'
import { revokeDevice } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import type { CloudKey } from './cloud-key.ts'

/** How long leave to enrol may last: a box on the bench, or a card flashed today for a box mounted next week. */
export const CLAIM_MINUTES = { least: 1, usual: 15, most: (7 * DAY_MS) / MINUTE_MS } as const
/** so a code of 37 bits need not be guarded by the hour: nobody gets a sixth guess */
const WRONG_PER_CLAIM = 5
/** exit codes of a replaced key: whoever scanned then may still stand at the exit (appliance/compose/exit-codes.ts) */
const REPLACED_KEY_MS = 7 * DAY_MS

export interface MadeClaim {
  readonly device: string
  readonly site: string
  /** eight characters; not kept and cannot be shown again */
  readonly code: string
  readonly expiresAt: EpochMs
}

/** A box as its owner lets it in and shuts it out. */
export interface KnownBox {
  readonly id: string
  readonly label: string
  /** sixteen digits that stand for its keys; null while it has none */
  readonly fingerprint: string | null
  readonly enrolledAt: EpochMs | null
  readonly hasToken: boolean
  readonly revokedAt: EpochMs | null
  readonly lastSeen: EpochMs | null
  /** a code for it can be used until then */
  readonly codeUntil: EpochMs | null
}

/** A secret a box's QR codes and exit codes are made with; payments' KeyRing takes these. */
export interface KeyedBox {
  readonly device: number
  readonly kid: number
  readonly site: string
  readonly secret: Uint8Array
}

/** Lower-case letters, digits and dashes make a name; `otherSite`: the box is known, elsewhere. */
export type ClaimProblem = 'badName' | 'badMinutes' | 'noSuchSite' | 'otherSite'

export interface Enrolment {
  /** Leave to enrol one box, new or known, once; or what is wrong with the order. */
  claim(box: {
    readonly device: string
    readonly site: string
    readonly label?: string
    readonly minutes?: number
  }): Promise<MadeClaim | { readonly problem: ClaimProblem }>
  /** What a box gets for a good code; the request must have been signed with the key it presents. */
  enrol(
    request: EnrolRequest,
  ): Promise<{ readonly ok: true; readonly reply: EnrolReply } | { readonly ok: false; readonly refusal: SyncRefusal }>
  /** Shuts a box out until it is enrolled again; false when there is no such box at the site. */
  revoke(box: { readonly id: string; readonly site: string }): Promise<boolean>
  /** every box of a site, revoked ones too, and those that have a code but were never let in */
  boxes(site: string): Promise<readonly KnownBox[]>
  /** secrets that count now, and boxes that agreed theirs with another key than this cloud has */
  keyed(): Promise<{ readonly keys: readonly KeyedBox[]; readonly strangers: readonly string[] }>
  /** called after keys have changed */
  onKeys(listener: () => Promise<void>): void
}

/** Claims, keys and revocation (rules S65–S69). `fromFile`: secrets handed out by hand before there was enrolment. */
export function openEnrolment(parts: {
  readonly store: Store
  readonly now: () => EpochMs
  readonly cloudKey: CloudKey
  readonly publicUrl: string | null
  readonly fromFile: readonly { readonly id: string; readonly number: number; readonly site: string; readonly secret: Uint8Array }[]
}): Enrolment {
  const { store, now, cloudKey } = parts
  const listeners: (() => Promise<void>)[] = []
  /** awaited, so that a box's first QR code meets a cloud that knows it */
  const changed = async () => {
    for (const listener of listeners) await listener()
  }

  /** In the database only the hash: a copy of it enrols nobody once the few minutes are over. */
  async function judge(request: EnrolRequest, claim: ClaimState | null, keyId: string): Promise<'good' | 'again' | string> {
    if (!claim || claim.site !== request.site || claim.codeHash !== hashCode(request.code)) return WRONG_CODE
    if (claim.wrongTries >= WRONG_PER_CLAIM) return 'this code was tried wrongly too often: make a new one'
    if (claim.usedAt !== null) return claim.usedBy === keyId ? 'again' : 'this code was used already: make a new one'
    if (claim.expiresAt <= now()) return 'this code is too old: make a new one'
    return 'good'
  }

  return {
    async claim({ device, site, label, minutes = CLAIM_MINUTES.usual }) {
      if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(device)) return { problem: 'badName' }
      if (!Number.isInteger(minutes) || minutes < CLAIM_MINUTES.least || minutes > CLAIM_MINUTES.most) return { problem: 'badMinutes' }
      const code = Array.from({ length: CLAIM_LENGTH }, () => claimAlphabet[randomInt(claimAlphabet.length)]).join('')
      const made = { device, site, expiresAt: now() + minutes * MINUTE_MS }
      const outcome = await putClaim(store, { ...made, label: label || null, codeHash: hashCode(code), madeAt: now() })
      if (outcome !== 'ok') return { problem: outcome }
      return { ...made, code }
    },
    async enrol(request) {
      const { device, signKey, agreeKey } = request
      const key: NewKey = { keyId: keyThumbprint(signKey), signKey, agreeKey, cloudKey: cloudKey.make() }
      if (!agrees(cloudKey, agreeKey)) return refuse('malformed', 'agreeKey is no key to agree with')
      const outcome = await store.transact(async (tx) => {
        const claim = await lockClaim(tx, device)
        const verdict = await judge(request, claim, key.keyId)
        if (verdict === 'good' && claim) return putKey(tx, claim, key, now())
        if (verdict === 'again') {
          const mine = (await keysInForce(tx, now(), device)).find((one) => one.keyId === key.keyId)
          return mine ?? 'this code was used already: make a new one'
        }
        if (verdict === WRONG_CODE && claim && claim.usedAt === null) await countWrongTry(tx, device)
        return verdict
      })
      if (typeof outcome === 'string') return refuse('unauthorised', outcome)
      await changed()
      const { number, kid } = outcome
      return { ok: true, reply: { v: 1, device, site: request.site, number, kid, cloudKey: key.cloudKey, publicUrl: parts.publicUrl } }
    },
    async revoke(box) {
      const done = await revokeDevice(store, box, now())
      if (done) await changed()
      return done
    },
    async boxes(site) {
      const records = await boxRecords(store, site, now(), WRONG_PER_CLAIM)
      return records.map(({ key, label, ...box }) => ({
        ...box,
        ...{ label: label ?? box.id, fingerprint: key && keyFingerprint(key), enrolledAt: key?.enrolledAt ?? null },
      }))
    },
    async keyed() {
      const own = cloudKey.publicKey()
      const since = now() - REPLACED_KEY_MS
      const keys = await keysInForce(store, since)
      const left = await leftTokens(store)
      const mine = keys.filter((key) => key.cloudKey === own)
      const byHand = parts.fromFile.filter(({ id }) => {
        const state = left.get(id)
        return !state || (!state.revoked && (state.enrolledAt ?? since) >= since)
      })
      return {
        keys: [
          ...byHand.map(({ number, site, secret }) => ({ device: number, kid: 0, site, secret })),
          ...mine.map(({ number, kid, site, agreeKey }) => ({ device: number, kid, site, secret: cloudKey.agree(agreeKey) })),
        ],
        strangers: keys.filter((key) => key.cloudKey !== own && key.replacedAt === null).map((key) => key.device),
      }
    },
    onKeys: (listener) => void listeners.push(listener),
  }
}

const WRONG_CODE = 'this code does not let this box in: look at the code, the box and the site it was made for'
const hashCode = (code: string) => createHash('sha256').update(code).digest('hex')
const refuse = (error: SyncRefusal['error'], message: string) => ({ ok: false, refusal: { error, message } }) as const

/** Some points of the curve agree on zero with anybody; OpenSSL refuses them. */
function agrees(cloudKey: CloudKey, agreeKey: string): boolean {
  try {
    cloudKey.agree(agreeKey)
    return true
  } catch {
    return false
  }
}
