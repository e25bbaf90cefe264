import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LaneLedger, SessionInside } from '../lane/ports.ts'
import type { voucherBooks } from './edge-books.ts'
import type { images } from './images.ts'
import { openPresentationOf } from './open-presentation.ts'
import { nothingPaid } from './payments.ts'
import type { peerTerms } from './peer-terms.ts'
import type { peerTimes } from './peer-time.ts'
import type { plateLanguages } from './plate-languages.ts'
import type { plates } from './plates.ts'
import type { rateTables } from './rate-tables.ts'
import type { SessionRow } from './sessions.ts'
import type { StateTables } from './state.ts'

/** Everything a lane asks. */
export function laneReads(parts: {
  readonly state: StateTables
  readonly plates: ReturnType<typeof plates>
  readonly images: ReturnType<typeof images>
  readonly languages: ReturnType<typeof plateLanguages>
  readonly rateTables: ReturnType<typeof rateTables>
  readonly books: ReturnType<typeof voucherBooks>
  readonly terms: ReturnType<typeof peerTerms>
  readonly times: ReturnType<typeof peerTimes>
  readonly earlierStays: LaneLedger['earlierStays']
  readonly now: () => EpochMs
}): Omit<LaneLedger, 'record'> {
  const { state, plates, images, languages, rateTables, books, terms, times, now } = parts
  /** one that began at a sibling, in this box's time (N19) and under the tariff promised there (N17) */
  const asHere = ({ session, plate, device }: SessionRow): Pick<SessionInside, 'session' | 'plate'> => {
    if (device === null) return { session, plate }
    const rateTableId = terms.tariffName(device, session.rateTableId, session.rateTableVersion)
    return { session: { ...session, rateTableId, ...times.startHere(device, session) }, plate }
  }
  const sessionOf = (sessionId: string): SessionInside | null => {
    const row = state.sessions.byId(sessionId)
    return row && { ...asHere(row), quote: state.quotes.lockedFor(sessionId, now()), ...state.payments.towards(sessionId) }
  }
  return {
    sessionsInside() {
      const [quotes, paid] = [state.quotes.lockedAt(now()), state.payments.towardsInside()]
      return state.sessions.inside().map((row) => ({
        ...asHere(row),
        quote: quotes.get(row.session.id) ?? null,
        ...(paid.get(row.session.id) ?? nothingPaid),
      }))
    },
    sessionInside(sessionId) {
      const found = sessionOf(sessionId)
      return found?.session.actualEnd === null ? found : null
    },
    session: sessionOf,
    rightsFor: terms.rightsFor,
    isBlocked: terms.isBlocked,
    rateTableAt: rateTables.at,
    rateTable: terms.rateTable,
    ratesSince: rateTables.since,
    earlierStays: parts.earlierStays,
    debtsOf: state.debts.of,
    validationsOf: state.validations.ofSession,
    voucherBook: books.voucherBook,
    takesVouchers: books.takesVouchers,
    voucherUses: state.validations.voucherUses,
    voucherUsesOf: state.validations.voucherUsesOf,
    quote: state.quotes.byId,
    quotesOf: state.quotes.ofSession,
    unsettledQuotesAt: state.quotes.unsettledAt,
    wrongCodesAt: state.codeTries.atLane,
    payment(paymentId) {
      const row = state.payments.byId(paymentId)
      return row && { quoteId: row.quoteId, amountMinor: row.amountMinor, duplicate: row.duplicate }
    },
    commandSeen: (commandId) => state.barrierCommands.byId(commandId) !== null,
    openPresentation: (laneId) => openPresentationOf(state, plates, laneId),
    image: images.get,
    languageOf: languages.of,
    standing: (laneId) => ({ holds: state.lanes.holdsOf(laneId), helpId: state.helpCalls.openAt(laneId) }),
  }
}
