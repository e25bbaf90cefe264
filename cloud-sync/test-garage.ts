import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { project } from './ingest/project.ts'
import { applyToBooks } from './store/books.ts'
import type { Store } from './store/open-store.ts'
import { insertRow } from './store/test-books.ts'

/** For tests: events of one box, through the real projections into the real books. */
export async function book(store: Store, events: readonly DomainEvent[], site = 'garage', device = 'box-1'): Promise<void> {
  await store.transact((tx) =>
    applyToBooks(
      tx,
      events.flatMap((event) => project(event, { site, device, eventId: crypto.randomUUID() })),
    ),
  )
}

export interface TestCar {
  readonly id: string
  readonly plate?: string
  readonly country?: string
  readonly confidence?: number
  readonly in: number
  readonly out?: number
  readonly outcome?: Extract<DomainEvent, { kind: 'session.ended' }>['payload']['outcome']
  readonly entry?: string
  readonly exit?: string
  readonly paid?: readonly TestPayment[]
  /** a price it was shown and did not pay */
  readonly quoted?: number
}

export interface TestPayment {
  readonly minor: number
  readonly at: number
  readonly method?: 'terminal' | 'remote' | 'exitCode' | 'cash'
  readonly duplicate?: boolean
}

/** Everything a car leaves behind: presentation, observation, decision, passage, session, quote, payments, arm. */
export async function drive(store: Store, cars: readonly TestCar[], site = 'garage', device = 'box-1'): Promise<void> {
  for (const { id, plate, country = 'DE' } of cars) {
    if (plate) await insertRow(store, 'plate', { site_id: site, ref: `plate-${id}`, text: plate, country, received_at: 0 })
  }
  await book(store, cars.flatMap(eventsOf), site, device)
}

function eventsOf(car: TestCar): DomainEvent[] {
  const events = [...visit(car, 'entry', car.in), started(car), ...(car.paid ?? []).flatMap((p, i) => money(car, p, i))]
  if (car.quoted !== undefined) events.push(quote(car, 'unpaid', car.quoted, (car.out ?? car.in) - 60_000))
  if (car.out !== undefined) {
    const outcome = car.outcome ?? 'paid'
    if (outcome !== 'suspect') events.push(...visit(car, 'exit', car.out))
    const presentationId = outcome === 'suspect' ? null : `exit-${car.id}`
    events.push({
      kind: 'session.ended',
      payload: { sessionId: car.id, presentationId, laneId: car.exit ?? 'exit-1', observationId: null, actualEnd: car.out, outcome },
    })
  }
  return events
}

function visit(car: TestCar, direction: 'entry' | 'exit', at: number): DomainEvent[] {
  const laneId = (direction === 'entry' ? car.entry : car.exit) ?? `${direction}-1`
  const presentationId = `${direction}-${car.id}`
  const plateRef = car.plate ? `plate-${car.id}` : null
  const basis = direction === 'entry' ? ('visitor' as const) : basisOf(car)
  return [
    { kind: 'presentation.opened', payload: { presentationId, laneId, direction, at: at - 8_000 } },
    {
      kind: 'observation.made',
      payload: {
        ...{ observationId: `seen-${presentationId}`, presentationId, laneId, direction, plateRef, imageRef: null },
        ...{ confidence: car.confidence ?? 0.97, frames: 9, country: car.country ?? 'DE', at: at - 7_000 },
      },
    },
    {
      kind: 'decision.made',
      payload: {
        ...{ decisionId: `decision-${presentationId}`, laneId, presentationId, direction, result: 'granted', basis },
        ...{ sessionId: car.id, reason: null, at: at - 5_000 },
      },
    },
    { kind: 'barrier.reported', payload: { commandId: null, laneId, result: 'opened', reason: null, at: at - 2_000 } },
    { kind: 'passage.completed', payload: { presentationId, laneId, direction, tailgate: false, at } },
    { kind: 'barrier.reported', payload: { commandId: null, laneId, result: 'closed', reason: null, at: at + 3_000 } },
  ]
}

function basisOf(car: TestCar) {
  if (car.outcome === 'permit' || car.outcome === 'free' || car.outcome === 'attendant') return car.outcome
  return car.outcome === 'owed' ? ('released' as const) : ('paid' as const)
}

function started(car: TestCar): DomainEvent {
  return {
    kind: 'session.started',
    payload: {
      ...{ sessionId: car.id, presentationId: `entry-${car.id}`, laneId: car.entry ?? 'entry-1', observationId: null },
      ...{ plateRef: car.plate ? `plate-${car.id}` : null, imageRef: null, actualStart: car.in, rateTableId: 'standard' },
      ...{ rateTableVersion: 1, rightId: car.outcome === 'permit' ? 'right-1' : null },
    },
  }
}

function money(car: TestCar, p: TestPayment, i: number): DomainEvent[] {
  const method = p.method ?? 'terminal'
  return [
    quote(car, String(i), p.minor, p.at - 30_000),
    {
      kind: 'payment.settled',
      payload: {
        ...{ paymentId: `pay-${car.id}-${i}`, quoteId: `quote-${car.id}-${i}`, sessionId: car.id, amountMinor: p.minor, currency: 'EUR' },
        ...{
          method,
          provider: method === 'remote' ? 'test' : 'simulated',
          providerRef: null,
          settledAt: p.at,
          duplicate: p.duplicate ?? false,
        },
      },
    },
  ]
}

function quote(car: TestCar, n: string, amountMinor: number, at: number): DomainEvent {
  const stayMs = Math.max(0, at - car.in)
  const steps = Math.max(1, Math.ceil(stayMs / 3_600_000))
  return {
    kind: 'quote.issued',
    payload: {
      ...{
        quoteId: `quote-${car.id}-${n}`,
        nonce: `nonce-${car.id}-${n}`,
        sessionId: car.id,
        laneId: 'exit-1',
        amountMinor,
        currency: 'EUR',
      },
      ...{ issuedAt: at, lockUntil: at + 900_000, stayMs, rateTableId: 'standard', rateTableVersion: 1, vatBasisPoints: 1900 },
      lines: [
        {
          code: 'steps',
          amountMinor,
          count: steps,
          unitMinor: Math.round(amountMinor / steps),
          stepMs: 3_600_000,
          fromMs: car.in,
          untilMs: at,
        },
      ],
    },
  }
}
