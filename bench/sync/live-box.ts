import { signedFetch } from '../../appliance/identity/signed-fetch.ts'
import type { Ledger } from '../../appliance/ledger/ledger.ts'
import { type CoreOptions, createSync, type Sync } from '../../appliance/sync/sync.ts'
import type { EnrolledBox } from './enrolled.ts'
import { clock } from './written-day.ts'

/** The box's own sync over a real ledger: signed requests up, the official Electric client down. */
export function syncOf(
  box: EnrolledBox,
  ledger: Ledger,
  url: string,
  more: Pick<CoreOptions, 'onApplied' | 'onQuiet' | 'onStatus'> = {},
): Sync {
  return createSync({
    ...{ source: ledger, sink: ledger, clock, random: Math.random, version: 'bench' },
    ...{ cloud: { url, token: null }, requestTimeoutMs: 60_000 },
    fetch: signedFetch({ fetch, signer: () => box.signer, now: Date.now }),
    log: { info() {}, warn: (fields, message) => console.error(message, JSON.stringify(fields)) },
    ...more,
  })
}

/** Waits for a condition that something else brings about; throws `what` after `ms`. */
export async function until(holds: () => boolean, what: string, ms = 120_000): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; ) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`${what}: not within ${ms / 1000} s`)
}
