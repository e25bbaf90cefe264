import { deviceKeys } from '@gatehouse/domain/proof/device-keys.ts'
import { checkExitCode } from '@gatehouse/domain/proof/exit-code.ts'
import { quoteBytes } from '@gatehouse/domain/proof/quote-token.ts'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { CloudConfig } from '../config.ts'
import type { IssuedQuote } from '../lane/ports.ts'
import { quoteFields } from './quote-fields.ts'

/** A code made with the key before the last rotation: whoever scanned then may still stand at the exit. */
const PREVIOUS_KEY_MS = 7 * DAY_MS

/**
 * Judges exit codes with this box's own keys, the previous one included for seven days. The price in full is the only amount
 * that counts as paid, so one quote has one code per key.
 */
export function createExitCodeCheck(
  cloud: CloudConfig,
  siteId: string,
  wall: () => EpochMs,
): (typed: string, quote: IssuedQuote) => boolean {
  const current = { kid: cloud.kid, key: deviceKeys(cloud.secret, siteId).exitCode, until: Number.POSITIVE_INFINITY }
  const { previous } = cloud
  const before = previous && {
    kid: previous.kid,
    key: deviceKeys(previous.secret, siteId).exitCode,
    until: previous.retiredAt + PREVIOUS_KEY_MS,
  }
  const keys = before ? [current, before] : [current]
  return (typed, quote) =>
    keys.some(
      ({ kid, key, until }) =>
        wall() < until && checkExitCode(typed, quoteBytes(quoteFields(quote, cloud.number, kid)), quote.amountMinor, key) === 'ok',
    )
}
