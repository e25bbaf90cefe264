import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LaneLedger } from '../ports.ts'
import { applyEvents, emptyFacts, type LedgerFacts, type LedgerSeed } from './ledger-facts.ts'
import { openPresentationIn, sessionsInsideOf, sessionsOf } from './ledger-queries.ts'

/**
 * A ledger in memory for the lane's own tests. It survives a "restart" of the lane because the test keeps it.
 * `refuse()` makes every following write throw, as a full disk would, until `accept()`.
 */
export interface MemoryLedger extends LaneLedger {
  readonly facts: LedgerFacts
  refuse(): void
  accept(): void
}

export function memoryLedger(seed: LedgerSeed): MemoryLedger {
  const facts = emptyFacts()
  let refusing = false
  const inside = () => sessionsInsideOf(facts, seed.now())
  const newestFirst = [...seed.rateTables].sort((a, b) => b.effectiveFrom - a.effectiveFrom || b.version - a.version)
  const ofProduct = (id: string) => seed.rights.filter((x) => x.specification.id === id).map((x) => x.right.id)
  return {
    facts,
    refuse: () => {
      refusing = true
    },
    accept: () => {
      refusing = false
    },
    record(events, personal = {}) {
      if (refusing) throw new Error('the disk is full: nothing was written')
      applyEvents(facts, events, personal)
    },
    sessionsInside: inside,
    sessionInside: (sessionId) => inside().find((x) => x.session.id === sessionId) ?? null,
    session: (sessionId) => sessionsOf(facts, seed.now()).find((x) => x.session.id === sessionId) ?? null,
    rightsFor: (plate, at) =>
      seed.rights
        .filter(({ right }) => right.plates.includes(plate) && isValid(right, at))
        .map((x) => ({
          ...x,
          inside: inside().filter((i) => i.session.rightId === x.right.id).length,
          insideGroup: inside().filter((i) => ofProduct(x.specification.id).includes(i.session.rightId ?? '')).length,
        })),
    isBlocked: (plate) => seed.blocked.includes(plate),
    rateTableAt: (at) => tableAt(newestFirst, at),
    rateTable: (id, version) => seed.rateTables.find((t) => t.id === id && t.version === version) ?? null,
    ratesSince: (after, until) =>
      newestFirst.filter((t) => t.effectiveFrom > after && t.effectiveFrom <= until).sort((a, b) => a.effectiveFrom - b.effectiveFrom),
    earlierStays: () => seed.earlierStays ?? [],
    debtsOf: () => seed.debts ?? [],
    validationsOf: (sessionId) =>
      facts.validations.filter((x) => x.sessionId === sessionId).map((x) => ({ id: x.validationId, kind: x.kind, value: x.value })),
    voucherBook: (number) => (seed.voucherBooks ?? []).find((book) => book.number === number) ?? null,
    takesVouchers: () => (seed.voucherBooks ?? []).length > 0,
    voucherUses: (bookId, serial) => facts.validations.filter(({ voucher: v }) => v?.bookId === bookId && v.serial === serial).length,
    voucherUsesOf: (bookId, sessionId) => facts.validations.filter((x) => x.sessionId === sessionId && x.voucher?.bookId === bookId).length,
    quote: (quoteId) => facts.quotes.get(quoteId) ?? null,
    quotesOf: (sessionId) =>
      [...facts.quotes.values()]
        .filter((quote) => quote.sessionId === sessionId)
        .map((quote) => ({ ...quote, wrongCodes: facts.wrongCodes.filter(({ quoteId }) => quoteId === quote.id).length })),
    unsettledQuotesAt: (laneId, since) =>
      [...facts.quotes.values()].filter((quote) => quote.laneId === laneId && quote.issuedAt >= since && !quote.settled),
    wrongCodesAt: (laneId, since) => facts.wrongCodes.filter((wrong) => wrong.laneId === laneId && wrong.at >= since).length,
    payment: (paymentId) => facts.payments.get(paymentId) ?? null,
    commandSeen: (commandId) => facts.commands.has(commandId),
    openPresentation: (laneId) => openPresentationIn(facts, laneId),
    languageOf: (plate) => facts.languages.get(plate) ?? null,
    image: (ref) => facts.images.get(ref) ?? null,
    standing: (laneId) => ({
      holds: [...(facts.holds.get(laneId) ?? [])],
      helpId: [...facts.calls].find(([, lane]) => lane === laneId)?.[0] ?? null,
    }),
  }
}

function isValid(right: LedgerSeed['rights'][number]['right'], at: EpochMs): boolean {
  return right.revokedAt === null && right.validFrom <= at && (right.validUntil === null || at < right.validUntil)
}

function tableAt(newestFirst: readonly RateTable[], at: EpochMs): RateTable {
  const table = newestFirst.find((t) => t.effectiveFrom <= at) ?? newestFirst.at(-1)
  if (!table) throw new Error('no rate table: seed one')
  return table
}
