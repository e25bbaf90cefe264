import { gzipSync } from 'node:zlib'
import type { HelloReply, IngestReply, IngestRequest, SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDevices } from '../devices/register.ts'
import { putSite } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { testStore } from '../store/test-postgres.ts'
import { ingestRoutes } from './routes.ts'
import { at, ended, paid, started, testLog } from './test-log.ts'

let store: Store
let app: ReturnType<typeof ingestRoutes>
let token: string
let time = at

beforeAll(async () => {
  store = await testStore()
  await putSite(store, { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }, at)
  const devices = openDevices(store, () => time)
  token = await devices.register({ id: 'box-1', site: 'site-1' })
  let ids = 0
  const clock = { now: () => time, newId: () => `id-${ids++}` }
  app = ingestRoutes({ store, clock, random: () => 0.5, authenticate: devices.authenticate })
})
afterAll(() => store.close())
beforeEach(async () => {
  time += 1000
  // far quicker than truncate, which makes new files
  const tables = ['inbox', 'watermark', 'epoch', 'dead_letter', 'parked', 'session', 'payment', 'plate', 'alert', 'lane']
  await store.transact(async (tx) => {
    for (const table of tables) await tx.query(`delete from ${table}`)
  })
})

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await app.request(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-encoding': 'gzip', ...headers },
    body: body instanceof Uint8Array ? Uint8Array.from(body) : gzipSync(JSON.stringify(body)),
  })
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as IngestReply & SyncRefusal & Record<string, never>,
  }
}
const ingest = (batch: IngestRequest | Record<string, unknown>) => post('/v1/ingest', batch)
const count = async (table: string) => (await store.query<{ n: number }>(`select count(*) as n from ${table}`))[0]?.n

describe('a batch', () => {
  it('[S10] lands in inbox and books in one go and moves the watermark', async () => {
    const log = testLog()
    log.write('session', 'session.started', started('s-1', 'p-1'))
    log.write('session', 'session.ended', ended('s-1'))
    const { status, json } = await ingest(log.batch('session', 1, 2, [{ ref: 'p-1', text: 'B AB 123', country: 'DE' }]))
    expect(status).toBe(200)
    expect(json).toMatchObject({ acked: 2, durable: 2, rejected: [], now: time })
    const [session] = await store.query(`select * from session`)
    expect(session).toMatchObject({
      id: 's-1',
      plate_ref: 'p-1',
      actual_start: at,
      actual_end: at + 1000,
      outcome: 'paid',
      entry_lane_id: 'in',
    })
    expect(await store.query('select text from plate')).toEqual([{ text: 'B AB 123' }])
    expect(await store.query('select hash from inbox order by seq')).toEqual(log.rows('session').map(({ hash }) => ({ hash })))
  })

  it('[S11] sent twice, overlapping or by two connections at once counts once', async () => {
    const log = testLog()
    for (let i = 1; i <= 20; i++) log.write('money', 'payment.settled', paid(`p-${i}`, 100 * i))
    const batches = [
      log.batch('money', 1, 10),
      log.batch('money', 1, 10),
      log.batch('money', 5, 20),
      log.batch('money', 1, 20),
      log.batch('money', 11, 20),
    ]
    await ingest(batches[0]!)
    const replies = await Promise.all(batches.map(ingest))
    expect(replies.map((r) => r.status)).toEqual([200, 200, 200, 200, 200])
    expect(replies[0]!.json.acked).toBeGreaterThanOrEqual(10)
    expect(await store.query('select count(*) as n, sum(amount_minor)::int8 as sum from payment')).toEqual([{ n: 20, sum: 21000 }])
    expect(await count('inbox')).toBe(20)
  })

  it('[S11] any schedule of slices, repeats and losses ends with every payment exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(29), fc.integer({ min: 1, max: 12 })), { maxLength: 25 }), async (schedule) => {
        const log = testLog()
        const ids = Array.from({ length: 30 }, () => crypto.randomUUID())
        for (const [i, id] of ids.entries()) log.write('money', 'payment.settled', paid(id, i))
        let acked = 0
        for (const [from, length] of schedule) {
          const { status, json } = await ingest(log.batch('money', from + 1, Math.min(30, from + length)))
          expect(status).toBe(from > acked ? 409 : 200)
          acked = Math.max(acked, from > acked ? 0 : Math.min(30, from + length))
          expect(json.acked).toBe(acked)
        }
        await ingest(log.batch('money', acked < 30 ? acked + 1 : 30, 30))
        const [sum] = await store.query('select count(*) as n, sum(amount_minor)::int8 as sum from payment where id = any($1)', [ids])
        expect(sum).toEqual({ n: 30, sum: 435 })
      }),
      { numRuns: 12 },
    )
  })

  it('[S10] two streams of a box that speak of its lanes in opposite order do not wait for each other', async () => {
    const log = testLog()
    const lanes = Array.from({ length: 12 }, (_, i) => `lane-${i}`)
    const opened = (laneId: string) => ({ presentationId: `p-${laneId}`, laneId, direction: 'entry', at })
    const reported = (laneId: string) => ({ commandId: null, laneId, result: 'opened', reason: null, at })
    for (let round = 0; round < 10; round++) {
      const first = log.rows('session').length + 1
      for (const laneId of lanes) log.write('session', 'presentation.opened', opened(laneId))
      for (const laneId of lanes.toReversed()) log.write('event', 'barrier.reported', reported(laneId))
      const answers = await Promise.all([ingest(log.batch('session', first)), ingest(log.batch('event', first))])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
    }
  })

  it('[S12] after a gap is refused with what is here, and keeps nothing', async () => {
    const log = testLog()
    for (let i = 1; i <= 4; i++) log.write('money', 'payment.settled', paid(`p-${i}`, 1))
    await ingest(log.batch('money', 1, 1))
    const { status, json } = await ingest(log.batch('money', 3, 4))
    expect([status, json.error, json.acked]).toEqual([409, 'gap', 1])
    expect(await count('payment')).toBe(1)
  })

  it('[S2] [S12] that came before the one it follows waits for it, if that is being answered; no longer', async () => {
    const log = testLog()
    for (let i = 1; i <= 30; i++) log.write('money', 'payment.settled', paid(`p-${i}`, i))
    // the first takes longer to be unpacked than the second: its body comes in two pieces
    const whole = gzipSync(JSON.stringify(log.batch('money', 1, 10)))
    const [reading, arriving] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          reading.resolve()
          controller.enqueue(Uint8Array.from(whole.subarray(0, 40)))
          await arriving.promise
          controller.enqueue(Uint8Array.from(whole.subarray(40)))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const headers = { authorization: `Bearer ${token}`, 'content-encoding': 'gzip' }
    const first = app.request('/v1/ingest', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    await reading.promise
    const second = ingest(log.batch('money', 11, 20))
    await store.query('select pg_sleep(0.05)')
    arriving.resolve()
    expect([(await first).status, (await second).status]).toEqual([200, 200])
    expect(await count('payment')).toBe(20)
    expect((await ingest(log.batch('money', 22, 30))).status).toBe(409)
  })

  it('[S13] whose rows were changed is refused, then taken apart down to the row that is wrong', async () => {
    const log = testLog()
    for (let i = 1; i <= 3; i++) log.write('money', 'payment.settled', paid(`p-${i}`, 5))
    const forged = log.batch('money')
    const second = { ...forged.rows[1]!, payload: paid('p-2', 500) }
    const tampered = { ...forged, rows: [forged.rows[0]!, second, forged.rows[2]!], money: { count: 3, sumMinor: 510 } }
    expect(await ingest(tampered)).toMatchObject({ status: 422, json: { error: 'broken' } })
    expect(await count('inbox')).toBe(0)
    const alone = { ...log.batch('money', 2, 2), rows: [second], money: { count: 1, sumMinor: 500 } }
    await ingest(log.batch('money', 1, 1))
    const { status, json } = await ingest(alone)
    expect(status).toBe(200)
    expect(json.rejected).toMatchObject([{ seq: 2, eventId: second.eventId }])
    expect((await ingest(log.batch('money', 3, 3))).json.acked).toBe(3)
    expect(await store.query('select id from payment order by id')).toEqual([{ id: 'p-1' }, { id: 'p-3' }])
    expect(await store.query('select code from alert')).toEqual([{ code: 'deadLetter' }])
  })

  it('[S14] whose money does not add up to what the box counted is refused', async () => {
    const log = testLog()
    log.write('money', 'payment.settled', paid('p-1', 5))
    log.write('money', 'payment.settled', paid('p-2', 5))
    const { status } = await ingest({ ...log.batch('money'), money: { count: 2, sumMinor: 9 } })
    expect(status).toBe(422)
    expect(await count('payment')).toBe(0)
  })

  it('[S15] with unusable content passes it over into the dead letters, neighbours untouched', async () => {
    const log = testLog()
    log.write('session', 'session.started', started('s-1'))
    log.write('session', 'session.started', { sessionId: 7 })
    log.write('session', 'session.started', { ...started('s-3'), rateTableId: 'nul\u0000' })
    log.write('session', 'session.started', { ...started('s-4'), rateTableVersion: 3_000_000_000 })
    log.write('session', 'session.started', started('s-5'))
    const { status, json } = await ingest(log.batch('session'))
    expect(status).toBe(200)
    expect(json.acked).toBe(5)
    expect(json.rejected.map((r) => r.seq).sort()).toEqual([2, 3, 4])
    expect(await store.query('select id from session order by id')).toEqual([{ id: 's-1' }, { id: 's-5' }])
    const letters = await store.query<{ seq: number; raw: string }>('select seq, raw from dead_letter order by seq')
    expect(letters.map((l) => l.seq)).toEqual([2, 3, 4])
    expect(JSON.parse(letters[1]!.raw).payload.rateTableId).toBe('nul\u0000')
  })

  it('[S15] of one row that does not even fit the envelope still moves on', async () => {
    const log = testLog()
    log.write('event', 'box.started', { bootId: 'b', version: '1', clockQuality: 'trusted', at })
    const batch = log.batch('event')
    const mangled = { ...batch, rows: [{ seq: 1, eventId: 'e-1', wall: 'yesterday', note: 'nul\u0000' }] }
    expect((await ingest(mangled)).json).toMatchObject({ acked: 1, rejected: [{ seq: 1, eventId: 'e-1' }] })
    log.write('event', 'box.started', { bootId: 'b', version: '1', clockQuality: 'trusted', at })
    expect((await ingest(log.batch('event', 2, 2))).json.acked).toBe(2)
  })

  it('[S16] of a kind or version from the future is kept raw and acknowledged', async () => {
    const log = testLog()
    log.write('event', 'drone.landed', { where: 'roof' })
    log.write('event', 'box.started', { everything: 'new' }, { v: 9 })
    expect((await ingest(log.batch('event'))).json).toMatchObject({ acked: 2, rejected: [] })
    expect(await store.query('select seq, kind, v from parked order by seq')).toEqual([
      { seq: 1, kind: 'drone.landed', v: 1 },
      { seq: 2, kind: 'box.started', v: 9 },
    ])
    expect(await store.query(`select payload from inbox where seq = 1`)).toEqual([{ payload: { where: 'roof' } }])
  })

  it('[S17] sent again under a new epoch (a restored card) counts once', async () => {
    const first = testLog()
    const row = first.write('money', 'payment.settled', paid('p-1', 300))
    await ingest(first.batch('money'))
    const second = testLog({ parent: first.epoch })
    second.write('money', 'payment.settled', paid('p-1', 300), { eventId: row.eventId })
    expect((await ingest(second.batch('money'))).json.acked).toBe(1)
    expect(await count('payment')).toBe(1)
    expect(await count('inbox')).toBe(1)
  })

  it('[S18] of another history of one epoch is refused and raises an alarm', async () => {
    const one = testLog({ epoch: 'e' })
    const two = testLog({ epoch: 'e' })
    one.write('money', 'payment.settled', paid('p-1', 1))
    two.write('money', 'payment.settled', paid('p-2', 2))
    two.write('money', 'payment.settled', paid('p-3', 3))
    await ingest(one.batch('money'))
    expect((await ingest(two.batch('money'))).json).toMatchObject({ error: 'fork', acked: 1 })
    expect((await ingest(two.batch('money', 2, 2))).json).toMatchObject({ error: 'fork', acked: 1 })
    expect(await store.query('select code from alert')).toEqual([{ code: 'fork' }])
  })

  it('[S18] of a second epoch grown from the same parent raises the clone alarm', async () => {
    const parent = testLog()
    const twins = [testLog({ parent: parent.epoch }), testLog({ parent: parent.epoch })]
    for (const twin of twins) {
      twin.write('money', 'payment.settled', paid(crypto.randomUUID(), 1))
      expect((await ingest(twin.batch('money'))).status).toBe(200)
    }
    expect(await store.query('select code from alert')).toEqual([{ code: 'clone' }])
  })
})

describe('personal records', () => {
  it('[S19] an erased plate stays erased, even when its text comes later', async () => {
    const log = testLog()
    log.write('session', 'session.started', started('s-1', 'p-1'))
    const late = log.batch('session', 1, 1, [{ ref: 'p-1', text: 'B AB 123', country: 'DE' }])
    log.write('event', 'personal.erased', { policy: '30 days', action: 'erased', plateRefs: ['p-1'], imageRefs: [], at })
    await ingest(log.batch('event'))
    await ingest(late)
    expect(await store.query('select ref, text, erased_at from plate')).toEqual([{ ref: 'p-1', text: null, erased_at: at }])
  })
})

describe('projections', () => {
  it('[S10] meet in any order of streams and boxes', async () => {
    const log = testLog()
    log.write('session', 'session.ended', ended('s-1'))
    await ingest(log.batch('session', 1, 1))
    log.write('session', 'session.started', started('s-1'))
    await ingest(log.batch('session', 2, 2))
    const [session] = await store.query('select actual_start, actual_end from session')
    expect(session).toEqual({ actual_start: at, actual_end: at + 1000 })
  })

  it('[S10] keep a lane as its last events left it', async () => {
    const log = testLog()
    const report = (result: string) => ({ commandId: null, laneId: 'out', result, reason: result === 'fault' ? 'no feedback' : null, at })
    log.write('event', 'hold.changed', { laneId: 'out', reason: 'fire', held: true, at })
    log.write('event', 'hold.changed', { laneId: 'out', reason: 'event', held: true, at })
    log.write('event', 'barrier.reported', report('fault'))
    await ingest(log.batch('event', 1, 3))
    expect(await store.query('select holds, arm, fault from lane')).toEqual([
      { holds: ['fire', 'event'], arm: 'fault', fault: 'no feedback' },
    ])
    log.write('event', 'hold.changed', { laneId: 'out', reason: 'fire', held: false, at })
    log.write('event', 'barrier.reported', report('opened'))
    await ingest(log.batch('event', 4, 5))
    expect(await store.query('select holds, arm, fault from lane')).toEqual([{ holds: ['event'], arm: 'open', fault: null }])
  })
})

describe('a request', () => {
  const log = testLog()
  log.write('event', 'drone.landed', {})

  it('[S20] without a known token gets 401, with another box name or site 403', async () => {
    expect((await post('/v1/ingest', log.batch('event'), { authorization: 'Bearer nonsense' })).status).toBe(401)
    expect((await post('/v1/hello', {}, { authorization: '' })).status).toBe(401)
    expect((await ingest({ ...log.batch('event'), device: 'box-2' })).status).toBe(403)
    expect((await ingest({ ...log.batch('event'), site: 'site-2' })).status).toBe(403)
  })

  it('[S21] too large, packed or unpacked, gets 413; nonsense gets 422', async () => {
    expect((await post('/v1/ingest', new Uint8Array(5 * 1024 * 1024), { 'content-encoding': 'identity' })).status).toBe(413)
    expect((await post('/v1/ingest', gzipSync(Buffer.alloc(40 * 1024 * 1024, ' ')))).status).toBe(413)
    expect((await post('/v1/ingest', new TextEncoder().encode('{"'), { 'content-encoding': 'identity' })).status).toBe(422)
    expect((await ingest({ ...log.batch('event'), rows: [] })).status).toBe(422)
    expect((await ingest({ ...log.batch('event'), rows: Array(501).fill(log.batch('event').rows[0]) })).status).toBe(422)
  })

  it('[S21] made of anything at all is answered, never a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom('/v1/ingest', '/v1/hello'), async (body, path) => {
        expect([422, 413, 403]).toContain((await post(path, body)).status)
      }),
      { numRuns: 60 },
    )
  })

  it('[S22] beyond what the database can take is sent away with a spread retry time', async () => {
    const replies = await Promise.all(Array.from({ length: 120 }, () => ingest(log.batch('event'))))
    const busy = replies.filter((r) => r.status === 503)
    expect(busy.length).toBeGreaterThan(0)
    expect(busy[0]?.headers.get('retry-after')).toBe('3')
    expect(replies.filter((r) => r.status === 200).length).toBeGreaterThanOrEqual(64)
  })
})

describe('hello', () => {
  const hello = (log: ReturnType<typeof testLog>, rest: Record<string, unknown> = {}) =>
    post('/v1/hello', {
      v: 1,
      device: log.device,
      site: log.site,
      epoch: log.epoch,
      parentEpoch: log.parent,
      version: '1.2.3',
      now: time - 5000,
      clockQuality: 'trusted',
      heads: [{ stream: 'money', seq: 3, hash: 'h', acked: 0, backlog: 2 }],
      oldestUnsent: null,
      ...rest,
    })

  it('[S5] answers where each stream stands and notes the box', async () => {
    const log = testLog()
    log.write('money', 'payment.settled', paid('p-1', 1))
    await ingest(log.batch('money'))
    const { json } = await hello(log)
    expect(json.watermarks).toEqual([{ stream: 'money', seq: 1, hash: log.rows('money')[0]!.hash }])
    expect(json).toMatchObject({ serverIncarnation: store.incarnation, now: time })
    const [device] = await store.query('select version, clock_quality, clock_offset_ms, backlog, complete_until, last_seen from device')
    expect(device).toEqual({
      version: '1.2.3',
      clock_quality: 'trusted',
      clock_offset_ms: 5000,
      backlog: 2,
      complete_until: time - 5001,
      last_seen: time,
    })
  })

  it('[S83] compares a piece of the box’s money with the books: what differs is an alarm until it agrees', async () => {
    const log = testLog()
    for (const [id, cents] of [
      ['p-1', 100],
      ['p-2', 250],
      ['p-3', 999],
    ] as const)
      log.write('money', 'payment.settled', paid(id, cents))
    await ingest(log.batch('money'))
    const euros = (count: number, sumMinor: number) => ({ currency: 'EUR', count, sumMinor })
    const range = { epoch: log.epoch, after: 0, upTo: 2 }
    const ask = async (sums: object[], over: object = {}, rest: object = {}) => {
      const money = { ...range, sums, since: null, before: [euros(7, 700)], ...over }
      const { status, json } = await hello(log, { reconciledWith: store.incarnation, money, ...rest })
      expect(status).toBe(200)
      const [row] = await store.query<{ money_compared: object | null }>(`select money_compared from device where id = 'box-1'`)
      const open = await store.query<{ detail: string }>(`select detail from alert where code = 'moneyDiffers' and cleared_at is null`)
      return { told: json.money, noted: row?.money_compared, alarms: open.map(({ detail }) => detail), shown: json.standing }
    }
    const agreed = { at: time, since: null, equal: [euros(9, 1_050)], differs: null }
    expect(await ask([euros(2, 350)])).toMatchObject({ told: { ...range, sums: [euros(2, 350)] }, noted: agreed, alarms: [] })
    // rows behind the piece are none of its business, nor are those of another box's epoch
    expect(await ask([], { epoch: 'another' })).toMatchObject({ told: { sums: [] }, alarms: [] })
    // a payment that is not in the books, however it came to be missing, and one whose amount is another there
    await store.query(`delete from payment where id = 'p-2'`)
    const differs = await ask([euros(2, 350)])
    expect(differs).toMatchObject({
      told: { sums: [euros(1, 100)] },
      noted: { equal: [euros(7, 700)], differs: { books: [euros(1, 100)] } },
    })
    expect(differs.alarms).toEqual([
      'of the same rows the box has 2 payments of 3.50 EUR together, the books here 1 payment of 1.00 EUR together',
    ])
    expect(differs.shown).toMatchObject({ alarms: [{ code: 'moneyDiffers' }] })
    await ingest(log.batch('money'))
    expect((await ask([euros(2, 350)])).alarms, 'what is on record is not booked again by itself').toHaveLength(1)
    await store.query(`update payment set amount_minor = 101 where id = 'p-1'`)
    expect((await ask([euros(1, 100)], { upTo: 1 })).alarms).toHaveLength(1)
    // it agrees again
    await store.query(`update payment set amount_minor = 100 where id = 'p-1'`)
    expect((await ask([euros(1, 100)], { upTo: 1 })).alarms).toEqual([])
    // a box that is not sure yet of what this database acknowledged is not compared, nor a past epoch, nor a box that does not ask
    for (const over of [{ reconciledWith: null }, { reconciledWith: 'another life' }, { past: true }, { money: undefined }])
      expect(await ask([euros(5, 5)], {}, over)).toMatchObject({ told: undefined, alarms: [] })
  })

  it('[S84] keeps what the box turned away on its own network, as it was told last', async () => {
    const log = testLog()
    const kept = async (rest: object) => {
      expect((await hello(log, { ...rest })).status).toBe(200)
      return (await store.query<{ turned_away: unknown }>('select turned_away from device'))[0]?.turned_away
    }
    const turnedAway = { since: time, byReason: { malformed: 3, aReasonToCome: 1 } }
    expect(await kept({ turnedAway })).toEqual(turnedAway)
    expect((await hello(log, { turnedAway: { since: time, byReason: { 'no reason at all': 1 } } })).status).toBe(422)
    expect(await kept({})).toBeNull()
  })

  it('[S50] tells the box what of it could not be used, and the open alarms about it', async () => {
    const log = testLog()
    expect((await hello(log)).json.standing).toEqual({ deadLetters: 0, parked: 0, alarms: [] })
    log.write('event', 'drone.landed', {})
    log.write('event', 'box.started', { bootId: 7 })
    await ingest(log.batch('event'))
    const { standing }: Partial<HelloReply> = (await hello(log)).json
    expect(standing).toMatchObject({ deadLetters: 1, parked: 1, alarms: [{ code: 'deadLetter', since: time }] })
    expect((await hello(log, { past: true })).json.standing).toBeUndefined()
  })

  it('[S6] is complete only up to the oldest event still waiting', async () => {
    await hello(testLog(), { oldestUnsent: time - 60_000 })
    expect(await store.query('select complete_until, oldest_unsent from device')).toEqual([
      { complete_until: time - 60_001, oldest_unsent: time - 60_000 },
    ])
  })

  it('[S6] promises nothing by a doubtful clock, behind the box, or before all was compared, and takes nothing back', async () => {
    const log = testLog()
    const until = async () => (await store.query<{ complete_until: number }>('select complete_until from device'))[0]?.complete_until
    await hello(log, { reconciledWith: store.incarnation })
    const promised = time - 5001
    expect(await until()).toBe(promised)
    time += 1000
    const acked = [{ stream: 'money', seq: 3, hash: 'h', acked: 1, backlog: 2 }]
    for (const doubt of [{ clockQuality: 'untrusted' }, { heads: acked }, { reconciledWith: null }, { reconciledWith: 'another cloud' }]) {
      await hello(log, { reconciledWith: store.incarnation, ...doubt })
      expect([doubt, await until()]).toEqual([doubt, promised])
    }
    await hello(log, { reconciledWith: store.incarnation, oldestUnsent: time + 99 })
    expect(await until()).toBe(time - 5001)
  })

  it('[S18] from an opening that should have ended when the next began raises the clone alarm, once it cannot be a late request', async () => {
    const [first, second] = [testLog(), testLog()]
    const alerts = async () => (await store.query<{ code: string }>('select code from alert')).map(({ code }) => code)
    for (const log of [first, second]) {
      await hello(log)
      time += 1000
    }
    await hello(first)
    await hello(second)
    expect(await alerts()).toEqual([])
    time += 61_000
    await hello(second)
    expect(await alerts()).toEqual([])
    await hello(first)
    expect(await alerts()).toEqual(['clone'])
  })

  it('[S18] of an opening and of the one grown from it, first heard of in one millisecond, raises the clone alarm too', async () => {
    const first = testLog()
    const second = testLog({ parent: first.epoch })
    const alerts = async () => (await store.query<{ code: string }>('select code from alert')).map(({ code }) => code)
    for (const log of [first, second]) await hello(log)
    time += 61_000
    await hello(second)
    expect(await alerts()).toEqual([])
    await hello(first)
    expect(await alerts()).toEqual(['clone'])
  })

  it('[S18] of a box whose first word before a restart arrives after the restart raises no alarm', async () => {
    const first = testLog()
    const second = testLog({ parent: first.epoch })
    await hello(second)
    time += 5
    await hello(first)
    time += 61_000
    await hello(second)
    expect(await store.query('select code from alert')).toEqual([])
  })

  it('[S7] about a past epoch changes nothing but answers its watermarks', async () => {
    await hello(testLog(), { oldestUnsent: 5 })
    const { json } = await hello(testLog(), { past: true, version: 'old' })
    expect(json.watermarks).toEqual([])
    expect(await store.query('select version, oldest_unsent from device')).toEqual([{ version: '1.2.3', oldest_unsent: 5 }])
  })
})
