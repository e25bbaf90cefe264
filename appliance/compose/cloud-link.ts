import type { EpochMs } from '@gatehouse/domain/time.ts'
import { plainClaimCode } from '@gatehouse/domain/wire/identity.ts'
import { type ApplianceConfig, type CloudConfig, payPrefix } from '../config.ts'
import type { EnrolOutcome, Identity, IdentityKeeper } from '../identity/identity.ts'
import type { IssuedQuote } from '../lane/ports.ts'
import type { Log } from '../log.ts'
import { backoffMs } from '../sync/backoff.ts'
import type { Sync } from '../sync/sync.ts'
import { createExitCodeCheck } from './exit-codes.ts'
import { createPayUrl } from './pay-url.ts'

/** How this box stands with its cloud as such: who it is there, and what a person must do about it. Nothing here is a secret. */
export interface IdentityStanding {
  readonly cloudUrl: string | null
  /** null: not enrolled; a token from a credentials file may still let it in */
  readonly fingerprint: string | null
  readonly enrolledAt: EpochMs | null
  /** a sentence; null when all is well */
  readonly problem: string | null
}

/** Everything of this box that depends on whose it is: the sync, the QR's text and the exit codes change together. */
export interface CloudLink {
  sync(): Sync | null
  /** where requests of this box go now, and the token they carry; null token: they are signed */
  cloud(): { readonly url: string; readonly token: string | null } | null
  online(): boolean
  payUrl(quote: IssuedQuote): string | null
  isExitCode(typed: string, quote: IssuedQuote): boolean
  standing(): IdentityStanding
  /** By hand, at once. `cloudUrl`: where the site file names no cloud. */
  enrol(typed: string, cloudUrl: string | null): Promise<EnrolOutcome>
  /** starts syncing, and enrols with the code a technician left, for as long as it takes */
  start(): void
  stop(): void
}

const AGAIN = { baseMs: 5_000, capMs: 60_000 }

export function linkCloud(parts: {
  readonly config: ApplianceConfig
  readonly identity: IdentityKeeper
  readonly openSync: (cloud: CloudConfig) => Sync
  readonly wall: () => EpochMs
  readonly after: (ms: number, fn: () => void) => () => void
  readonly random: () => number
  readonly log: Log
}): CloudLink {
  const { config, identity, log } = parts
  const stopping = new AbortController()
  let running = false
  let open = openCloud(cloudOf(config, identity.current()))
  let waiting: string | null = null
  let cancel = () => {}

  function openCloud(cloud: CloudConfig | null) {
    if (!cloud) return null
    return {
      ...{ cloud, sync: parts.openSync(cloud) },
      payUrl: createPayUrl(cloud, config.place.id),
      isExitCode: createExitCodeCheck(cloud, config.place.id, parts.wall),
    }
  }

  async function enrol(typed: string, cloudUrl: string | null): Promise<EnrolOutcome> {
    const code = plainClaimCode(typed)
    if (code === null) return { kind: 'refused', reason: 'a code has eight letters and digits, such as ABCD-EF23' }
    const url = cloudUrl ?? config.cloudTable?.url ?? identity.current()?.cloudUrl
    if (!url) return { kind: 'refused', reason: 'the site file has no [cloud] table: say where the cloud is with --cloud URL' }
    const outcome = await identity.enrol({ code, cloudUrl: url, legacy: config.cloud, signal: stopping.signal })
    if (outcome.kind === 'enrolled' && !stopping.signal.aborted) {
      log('info', 'enrolled', { cloud: url, fingerprint: outcome.identity.fingerprint })
      cancel()
      waiting = null
      open?.sync.stop()
      open = openCloud(cloudOf(config, outcome.identity))
      if (running) open?.sync.start()
    }
    return outcome
  }

  /** A card was flashed with a code. No answer: again, until there is one; a code that will not do is given up. */
  async function enrolWith(code: string, attempt: number): Promise<void> {
    const outcome = await enrol(code, null)
    if (outcome.kind === 'enrolled' || stopping.signal.aborted) return
    waiting = `not enrolled: ${outcome.reason}`
    log('warn', 'not enrolled', { reason: outcome.reason, again: outcome.kind === 'later' })
    if (outcome.kind === 'refused') identity.dropCode()
    else cancel = parts.after(backoffMs(attempt, AGAIN, 0.5 + parts.random() / 2), () => void enrolWith(code, attempt + 1))
  }

  return {
    sync: () => open?.sync ?? null,
    cloud: () => open?.cloud ?? null,
    online: () => open?.sync.online() ?? false,
    payUrl: (quote) => open?.payUrl(quote) ?? null,
    isExitCode: (typed, quote) => open?.isExitCode(typed, quote) ?? false,
    standing() {
      const current = identity.current()
      const refused = open?.sync.refusal() ?? null
      const idle =
        config.cloudTable && !open ? 'not enrolled: type gatehouse enrol CODE on this box, with a code from the owner’s page' : null
      return {
        cloudUrl: open?.cloud.url ?? config.cloudTable?.url ?? null,
        ...{ fingerprint: current?.fingerprint ?? null, enrolledAt: current?.enrolledAt ?? null },
        problem: (refused && `the cloud does not let this box in: ${refused}`) ?? waiting ?? idle,
      }
    },
    enrol,
    start() {
      running = true
      open?.sync.start()
      const code = identity.leftCode() ?? config.cloudTable?.claimCode ?? null
      const plain = code && plainClaimCode(code)
      if (code !== null && !plain) waiting = 'not enrolled: the claim code left for this box is no code'
      if (plain && identity.wasMadeWith(plain)) identity.dropCode()
      else if (plain) void enrolWith(plain, 0)
    },
    stop() {
      running = false
      cancel()
      stopping.abort()
      open?.sync.stop()
    },
  }
}

/** Keys made on this box come before a token handed to it. */
function cloudOf({ cloud, cloudTable }: ApplianceConfig, identity: Identity | null): CloudConfig | null {
  if (!identity) return cloud
  const url = cloudTable?.url ?? identity.cloudUrl
  return {
    ...{ url, payUrl: cloudTable?.payUrl ?? payPrefix(identity.publicUrl ?? url), token: null },
    ...{ number: identity.number, kid: identity.kid, secret: identity.secret, previous: identity.previous },
  }
}
