import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { describe, expect, it } from 'vitest'
import type { Ledger } from './ledger.ts'
import type { ShapeChange } from './shapes.ts'
import { ended, quoted, settled, started } from './testing/car.ts'
import { inMemory, NOW, opened, rates } from './testing/fixture.ts'

type Row = Readonly<Record<string, unknown>>
const insert = (key: string, row: Row): ShapeChange => ({ operation: 'insert', key, row: { site_id: 'site-1', ...row } })
const update = (key: string, row: Row): ShapeChange => ({ operation: 'update', key, row })
const remove = (key: string): ShapeChange => ({ operation: 'delete', key, row: {} })
let offset = 0
function apply(ledger: Ledger, table: EdgeTable, changes: readonly ShapeChange[], replace = false): void {
  offset += 1
  ledger.applyShape(table, { changes, handle: 'h1', offset: `${offset}_0`, replace })
}

/** values as Electric hands them: text, the body as JSON text */
const rateRow = (version: number, from: number, over: object = {}): ShapeChange =>
  insert(`visitor/${version}`, {
    ...{ rate_table_id: 'visitor', version: `${version}`, effective_from: `${from}` },
    body: JSON.stringify({ ...rates(version, from, 'visitor'), ...over }),
  })
const startedWith = (id: string, tableId: string, version: number) => {
  const event = started(id, null, null, NOW)
  return { ...event, payload: { ...event.payload, rateTableId: tableId, rateTableVersion: version } } as typeof event
}

describe('a shape', () => {
  it('[E20] is applied together with the position it leads to, and kept over a restart', () => {
    const it = opened()
    expect(it.ledger.shapePosition('edge_v1_rates')).toBeNull()
    it.ledger.applyShape('edge_v1_rates', { changes: [rateRow(1, NOW)], handle: 'h7', offset: '12_4', replace: false })
    const again = it.again()
    expect(again.shapePosition('edge_v1_rates')).toEqual({ handle: 'h7', offset: '12_4' })
    expect(again.shapePosition('edge_v1_permits')).toBeNull()
    expect(again.rateTableAt(NOW).id).toBe('visitor')
    again.forgetShape('edge_v1_rates')
    expect(again.shapePosition('edge_v1_rates')).toBeNull()
    expect(again.rateTableAt(NOW).id).toBe('visitor')
  })

  it('[E20] moves neither rows nor position when the batch fails', () => {
    const it = opened()
    apply(it.ledger, 'edge_v1_rates', [rateRow(1, NOW)])
    const before = it.ledger.shapePosition('edge_v1_rates')
    const unwritable = { operation: 'insert' as const, key: 'k', row: { site_id: 'site-1', big: 1n } }
    expect(() => apply(it.ledger, 'edge_v1_rates', [rateRow(2, NOW), unwritable])).toThrow()
    expect(it.ledger.rateTable('visitor', 2)).toBeNull()
    expect(it.ledger.shapePosition('edge_v1_rates')).toEqual(before)
  })

  it('[E20] may be updated by the columns that changed, and removed by key alone', () => {
    const { ledger } = inMemory()
    const permit = { specification: { id: 'sp', name: 'Staff', charging: 'free', poolSize: 1 }, right: rightBody(['AB1']) }
    apply(ledger, 'edge_v1_permits', [insert('r1', { right_id: 'r1', body: JSON.stringify(permit) })])
    apply(ledger, 'edge_v1_permits', [update('r1', { body: JSON.stringify({ ...permit, right: rightBody(['CD2']) }) })])
    expect([ledger.rightsFor('AB1', NOW), ledger.rightsFor('CD2', NOW).length]).toEqual([[], 1])
    apply(ledger, 'edge_v1_permits', [remove('r1'), remove('never there')])
    expect(ledger.rightsFor('CD2', NOW)).toEqual([])
  })

  it('[E20] that was fetched again replaces the whole table at once', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_rates', [rateRow(1, NOW - 10), rateRow(2, NOW - 5)])
    apply(ledger, 'edge_v1_rates', [rateRow(1, NOW - 10), rateRow(3, NOW + 5)], true)
    expect(ledger.rateTableAt(NOW).version).toBe(1)
    expect(ledger.rateTableAt(NOW + 5).version).toBe(3)
  })

  it.each([
    ['a body that is no JSON', { rate_table_id: 'x', version: '1', effective_from: '0', body: '{"id":' }, /JSON/],
    ['a version that is no number', { rate_table_id: 'x', version: 'one', effective_from: '0', body: '{}' }, /version/],
    ['a tariff that is none', { rate_table_id: 'x', version: '1', effective_from: '0', body: '{"lines":3}' }, /lines/],
    ['a body that is a list', { rate_table_id: 'x', version: '1', effective_from: '0', body: '[]' }, /rate table|name/],
    ['another site\u2019s row', { site_id: 'site-2', rate_table_id: 'x', version: '1', effective_from: '0', body: '{}' }, /site-2.*site-1/],
  ])('[E21] puts %s aside, and applies the rows beside it', (_what, row, words) => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_rates', [insert('bad', row), rateRow(1, NOW)])
    expect(ledger.rateTableAt(NOW).version).toBe(1)
    expect(ledger.deadLetters()).toEqual([
      expect.objectContaining({ source: 'edge_v1_rates', key: 'bad', at: NOW, reason: expect.stringMatching(words) }),
    ])
  })
})

describe('rates', () => {
  it('[E22] the newest effectiveFrom not after the entry is in force; before the first, the box\u2019s own', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_rates', [rateRow(2, NOW + 100), rateRow(1, NOW)])
    expect([NOW - 1, NOW, NOW + 99, NOW + 100].map((at) => [ledger.rateTableAt(at).id, ledger.rateTableAt(at).version])).toEqual([
      ['local', 1],
      ['visitor', 1],
      ['visitor', 1],
      ['visitor', 2],
    ])
  })

  it('[E22] each version learnt is an event, once', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_rates', [rateRow(1, NOW)])
    apply(ledger, 'edge_v1_rates', [rateRow(1, NOW), rateRow(2, NOW)], true)
    const applied = ledger.activity(9).filter((line) => line.kind === 'rates.applied')
    expect(applied).toHaveLength(2)
    expect(ledger.pending('event', 9)?.rows.map((row) => row.payload)).toEqual([
      { rateTableId: 'visitor', rateTableVersion: 1, at: NOW },
      { rateTableId: 'visitor', rateTableVersion: 2, at: NOW },
    ])
  })

  it('[E22] a version nobody uses may be corrected; one a session or a quote is bound to never changes', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_rates', [rateRow(1, NOW), rateRow(2, NOW)])
    apply(ledger, 'edge_v1_rates', [rateRow(1, NOW, { name: 'corrected' })])
    expect(ledger.rateTable('visitor', 1)?.name).toBe('corrected')
    const quote = quoted('q1', 's9', NOW)
    ledger.record([
      startedWith('s1', 'visitor', 1),
      { ...quote, payload: { ...quote.payload, rateTableId: 'visitor', rateTableVersion: 2 } } as typeof quote,
    ])
    apply(ledger, 'edge_v1_rates', [rateRow(1, NOW, { name: 'dearer' }), rateRow(2, NOW, { name: 'dearer' })])
    expect([1, 2].map((version) => ledger.rateTable('visitor', version)?.name)).toEqual(['corrected', 'Rates 2'])
    expect(ledger.deadLetters().map((letter) => letter.reason)).toEqual([
      'visitor version 2 is already in use with other content: publish a new version',
      'visitor version 1 is already in use with other content: publish a new version',
    ])
  })

  it('[E22] a version taken back gets no new sessions, and keeps the ones it has; published again it is back', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_rates', [rateRow(1, NOW - 9), rateRow(2, NOW)])
    ledger.record([startedWith('s1', 'visitor', 2)])
    apply(ledger, 'edge_v1_rates', [remove('visitor/2')])
    expect(ledger.rateTableAt(NOW).version).toBe(1)
    expect(ledger.rateTable('visitor', 2)?.version).toBe(2)
    apply(ledger, 'edge_v1_rates', [rateRow(2, NOW)])
    expect(ledger.rateTableAt(NOW).version).toBe(2)
  })

  it('[E29] an edited site.toml is the next version; cars inside keep theirs; edited back it is the old one again', () => {
    const it = opened()
    it.ledger.record([startedWith('s1', 'local', 1)])
    const dearer = { ...rates(1, 0), name: 'dearer' }
    expect(it.again({ seed: { rateTable: dearer } }).rateTableAt(NOW)).toMatchObject({ version: 2, name: 'dearer' })
    expect(it.ledger.rateTable('local', 1)?.name).toBe('Rates 1')
    expect(it.again({ seed: { rateTable: dearer } }).rateTableAt(NOW).version).toBe(2)
    expect(it.again().rateTableAt(NOW).version).toBe(1)
    expect(it.ledger.rateTable('local', 3)).toBeNull()
  })

  it('[E29] the cloud cannot overwrite a tariff of site.toml', () => {
    const { ledger } = inMemory()
    const row = { rate_table_id: 'local', version: '1', effective_from: '0', body: JSON.stringify({ ...rates(1, 0), name: 'from above' }) }
    apply(ledger, 'edge_v1_rates', [insert('local/1', row)])
    expect(ledger.rateTable('local', 1)?.name).toBe('Rates 1')
  })
})

describe('permits', () => {
  const body = (right: object, poolSize = 2) =>
    JSON.stringify({ specification: { id: 'sp', name: 'Staff', charging: 'free', poolSize }, right })

  it('[E23] are found by plate however it was typed, count who is inside, and are revoked when they disappear', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_permits', [insert('r1', { right_id: 'r1', body: body(rightBody(['ab-c 123', 'ÖX 9'])) })])
    expect(ledger.rightsFor('ABC123', NOW)).toMatchObject([
      { right: { id: 'r1', plates: ['ABC123', 'OX9'] }, specification: { poolSize: 2 }, inside: 0 },
    ])
    const event = started('s1', null, null, NOW)
    ledger.record([{ ...event, payload: { ...event.payload, rightId: 'r1' } } as typeof event])
    expect(ledger.rightsFor('OX9', NOW)[0]?.inside).toBe(1)
    apply(ledger, 'edge_v1_permits', [], true)
    expect(ledger.rightsFor('ABC123', NOW)).toEqual([])
  })

  it('[E23] say what their holder reads; a language not spoken here is none, and no reason to refuse the permit', () => {
    const { ledger } = inMemory()
    const permit = (id: string, plate: string, language: string) =>
      insert(id, { right_id: id, body: body({ ...rightBody([plate]), id, language }) })
    apply(ledger, 'edge_v1_permits', [permit('r1', 'AB1', 'pl'), permit('r2', 'AB2', 'tlh')])
    expect(ledger.rightsFor('AB1', NOW)[0]?.right.language).toBe('pl')
    expect(ledger.rightsFor('AB2', NOW)).toMatchObject([{ right: { id: 'r2' } }])
    expect(ledger.rightsFor('AB2', NOW)[0]?.right).not.toHaveProperty('language')
  })

  it('[E23] given on the box itself survive a refetch, with their holder', () => {
    const { ledger } = inMemory()
    const right = { id: 'mine', specificationId: 'sp', holderId: 'h1', plates: ['AB1'], validFrom: 0, validUntil: null, revokedAt: null }
    const holder = { id: 'h1', name: 'Ana', phone: null, email: 'ana@example.org', registered: true }
    ledger.rightsUpsert({ specification: { id: 'sp', name: 'Staff', charging: 'free', poolSize: 1 }, right, holder })
    apply(ledger, 'edge_v1_permits', [insert('r1', { right_id: 'r1', body: body(rightBody(['CD2'])) })], true)
    expect(ledger.rightsFor('AB1', NOW)).toMatchObject([{ right }])
    ledger.rightsRevoke('mine')
    expect(ledger.rightsFor('AB1', NOW)).toEqual([])
  })

  it('[E23] of a product with times and a limit as a whole keep both, and count everybody inside of it', () => {
    const { ledger } = inMemory()
    const times = [{ weekdays: [1, 2], fromMinute: 420, untilMinute: 1140 }]
    const specification = { id: 'sp', name: 'Staff', charging: 'free', poolSize: 2, groupSize: 5, times }
    const permit = (id: string, plate: string) =>
      insert(id, { right_id: id, body: JSON.stringify({ specification, right: { ...rightBody([plate]), id } }) })
    apply(ledger, 'edge_v1_permits', [permit('r1', 'AB1'), permit('r2', 'AB2')])
    const event = started('s1', null, null, NOW)
    ledger.record([{ ...event, payload: { ...event.payload, rightId: 'r2' } } as typeof event])
    expect(ledger.rightsFor('AB1', NOW)).toMatchObject([{ specification, inside: 0, insideGroup: 1 }])
    apply(ledger, 'edge_v1_permits', [
      insert('r3', {
        right_id: 'r3',
        body: JSON.stringify({ specification: { ...specification, times: [{ weekdays: [9] }] }, right: rightBody(['X1']) }),
      }),
    ])
    expect(ledger.deadLetters()[0]?.reason).toMatch(/specification\.times/)
  })

  it('[E36] plates the owner blocks are not let in until the row goes', () => {
    const { ledger } = inMemory()
    const row = (plate: string) => insert(plate, { plate, reason: 'never paid' })
    apply(ledger, 'edge_v1_blocked', [row('BAD1'), row('bad 2')])
    expect([ledger.isBlocked('BAD1'), ledger.isBlocked('BAD2'), ledger.isBlocked('BAD3')]).toEqual([true, true, false])
    apply(ledger, 'edge_v1_blocked', [row('BAD1')], true)
    expect([ledger.isBlocked('BAD1'), ledger.isBlocked('BAD2')]).toEqual([true, false])
  })

  it('[E21] that make no sense are put aside', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_permits', [insert('r1', { right_id: 'r1', body: body({ ...rightBody([]), validFrom: 'soon' }) })])
    expect(ledger.deadLetters()[0]?.reason).toMatch(/right\.validFrom/)
  })
})

describe('remote payments', () => {
  const row = (id: string, quoteId: string, minor = '500') =>
    insert(id, {
      ...{ payment_id: id, quote_id: quoteId, amount_minor: minor, currency: 'EUR', provider: 'stripe', provider_ref: null },
      settled_at: `${NOW + 5}`,
    })

  it('[E24] wait until a payment of their id is on record, across restarts', () => {
    const it = opened()
    it.ledger.record([started('s1', null, null, NOW), quoted('q1', 's1', NOW)])
    apply(it.ledger, 'edge_v1_remote_payments', [row('p1', 'q1')])
    const expected = {
      ...{ paymentId: 'p1', quoteId: 'q1', sessionId: 's1', laneId: 'out', amountMinor: 500, currency: 'EUR' },
      ...{ provider: 'stripe', providerRef: null, settledAt: NOW + 5 },
    }
    expect(it.again().unappliedRemotePayments()).toEqual([expected])
    it.ledger.record([settled('p1', 'q1', 's1', NOW + 5)])
    expect(it.ledger.unappliedRemotePayments()).toEqual([])
    apply(it.ledger, 'edge_v1_remote_payments', [row('p1', 'q1')], true)
    expect(it.again().unappliedRemotePayments()).toEqual([])
  })

  it('[E24] an exit code that brought the same money first leaves nothing to tell; another amount is told', () => {
    const it = opened()
    it.ledger.record([started('s1', null, null, NOW), quoted('q1', 's1', NOW)])
    const proof = settled('code:q1', 'q1', 's1', NOW)
    it.ledger.record([{ ...proof, payload: { ...proof.payload, amountMinor: 500, method: 'exitCode' } } as DomainEvent])
    apply(it.ledger, 'edge_v1_remote_payments', [row('p1', 'q1'), row('p2', 'q1', '700')])
    expect(
      it
        .again()
        .unappliedRemotePayments()
        .map(({ paymentId }) => paymentId),
    ).toEqual(['p2'])
  })

  it('[E24] for a session that has left are told too: it is money', () => {
    const { ledger } = inMemory()
    ledger.record([started('s1', null, null, NOW), quoted('q1', 's1', NOW), ended('s1', null, NOW)])
    apply(ledger, 'edge_v1_remote_payments', [row('p1', 'q1')])
    expect(ledger.unappliedRemotePayments()).toHaveLength(1)
  })

  it('[E24] for quotes of other boxes wait out of the way, until the quote turns up', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_remote_payments', [row('p1', 'q-of-another-box')])
    expect(ledger.unappliedRemotePayments()).toEqual([])
    ledger.record([quoted('q-of-another-box', 's1', NOW)])
    expect(ledger.unappliedRemotePayments()).toHaveLength(1)
    apply(ledger, 'edge_v1_remote_payments', [remove('p1')])
    expect(ledger.unappliedRemotePayments()).toHaveLength(1)
  })
})

describe('remote commands', () => {
  const row = (id: string, expiresAt: number) =>
    insert(id, { command_id: id, lane_id: 'out', action: 'open', reason: 'stuck', expires_at: `${expiresAt}` })
  const results = (ledger: Ledger) =>
    ledger
      .activity(20)
      .filter((line) => line.kind === 'command.applied')
      .map((line) => line.detail)

  it('[E25] are claimed once, for ever: not by a refetch, not after a restart', () => {
    const it = opened()
    apply(it.ledger, 'edge_v1_commands', [row('c1', NOW + 10_000)])
    expect(it.ledger.unappliedCommands()).toEqual([
      { commandId: 'c1', laneId: 'out', action: 'open', reason: 'stuck', expiresAt: NOW + 10_000 },
    ])
    expect(it.ledger.markCommandApplied('c1')).toBe('act')
    expect(it.ledger.markCommandApplied('c1')).toBe('alreadyApplied')
    it.ledger.record([{ kind: 'command.applied', payload: { commandId: 'c1', result: 'opened', at: NOW } }])
    apply(it.ledger, 'edge_v1_commands', [row('c1', NOW + 10_000)], true)
    expect(it.again().unappliedCommands()).toEqual([])
    expect(it.ledger.markCommandApplied('c1')).toBe('alreadyApplied')
    expect(results(it.ledger)).toEqual(['opened'])
  })

  it('[E25] too late are refused, on record', () => {
    const { ledger, clock } = inMemory()
    apply(ledger, 'edge_v1_commands', [row('c1', NOW + 10)])
    clock.at = NOW + 11
    expect(ledger.markCommandApplied('c1')).toBe('expired')
    expect(ledger.unappliedCommands()).toEqual([])
    expect(results(ledger)).toEqual(['expired'])
    clock.at = NOW
    expect(ledger.markCommandApplied('c1')).toBe('alreadyApplied')
  })

  it('[E25] are refused while nobody vouches for the clock: an old one could look fresh', () => {
    const { ledger, clock } = inMemory()
    apply(ledger, 'edge_v1_commands', [row('c1', NOW + 10)])
    clock.at = 60_000
    clock.trust = 'untrusted'
    expect(ledger.markCommandApplied('c1')).toBe('untrustedClock')
    expect(results(ledger)).toEqual(['untrustedClock'])
  })

  it('[E25] claimed by a process that died before it reported are told as interrupted, and not tried again', () => {
    const it = opened()
    apply(it.ledger, 'edge_v1_commands', [row('c1', NOW + 10)])
    expect(it.ledger.markCommandApplied('c1')).toBe('act')
    it.again()
    expect(results(it.ledger)).toEqual(['interrupted'])
    expect(it.ledger.markCommandApplied('c1')).toBe('alreadyApplied')
    expect(results(it.again())).toEqual(['interrupted'])
  })

  it('[E25] taken back before they were claimed are gone; unknown ones are unknown', () => {
    const { ledger } = inMemory()
    apply(ledger, 'edge_v1_commands', [row('c1', NOW + 10)])
    apply(ledger, 'edge_v1_commands', [remove('c1')])
    expect(ledger.unappliedCommands()).toEqual([])
    expect(ledger.markCommandApplied('c1')).toBe('unknown')
  })
})

function rightBody(plates: readonly string[]) {
  return { id: 'r1', specificationId: 'sp', holderId: null, plates, validFrom: NOW - 1_000, validUntil: null, revokedAt: null }
}
