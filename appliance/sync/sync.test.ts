import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { noEnrolment } from '@gatehouse/cloud-sync/config.ts'
import { type Cloud, startCloud } from '@gatehouse/cloud-sync/main.ts'
import { settleRemote } from '@gatehouse/cloud-sync/store/payments.ts'
import { publishRateTable } from '@gatehouse/cloud-sync/store/rates.ts'
import { type TestDatabase, testDatabase } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { quoted, settled } from '../ledger/testing/car.ts'
import { rates } from '../ledger/testing/fixture.ts'
import type { Sync } from './sync.ts'
import { openBoxLedger, type TestBox, testBox, until } from './testing/box.ts'

let database: TestDatabase
let cloud: Cloud
const token = 'a-token-of-at-least-32-characters-for-box-1'
const warnings: unknown[] = []

async function open(port: number): Promise<Cloud> {
  const log = {
    info: () => {},
    warn: (facts: object, text: string) => void warnings.push([text, facts]),
    error: (facts: object, text: string) => void warnings.push([text, facts]),
  }
  const site = { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
  const device = { id: 'box-1', site: 'site-1', token, number: 1, secret: new Uint8Array(32) }
  return startCloud(
    {
      ...{ databaseUrl: database.databaseUrl, host: '127.0.0.1', port, ownerToken: null, dataDir: '', publicUrl: null },
      ...{
        electric: null,
        providers: {},
        testPayments: 'off',
        production: false,
        enrolment: { ...noEnrolment, sites: [site], devices: [device] },
      },
    },
    { log, rooms: async () => [] },
  )
}

beforeAll(async () => {
  database = await testDatabase()
  cloud = await open(0)
})
afterAll(async () => {
  await cloud.stop()
  await database.drop()
})

const boxes: TestBox[] = []
afterEach(() => {
  for (const box of boxes.splice(0)) box.close()
})

function box(rest: Partial<Parameters<typeof testBox>[0]> = {}): TestBox {
  const made = testBox({ url: cloud.url, token, device: 'box-1', site: 'site-1', ...rest })
  boxes.push(made)
  return made
}
const one = async <T extends object>(sql: string, values: unknown[] = []) => (await cloud.store.query<T>(sql, values))[0] as T
const inbox = (b: TestBox) => one<{ n: number }>('select count(*) as n from inbox where epoch = $1', [b.ledger.epoch])
const money = (b: TestBox) =>
  one<{ n: number; sum: number }>(
    `select count(*) as n, coalesce(sum(amount_minor), 0)::int8 as sum from payment
      where id in (select payload->>'paymentId' from inbox where epoch = $1)`,
    [b.ledger.epoch],
  )
const written = (b: TestBox) => b.ledger.heads().reduce((sum, head) => sum + head.seq, 0)
const allUp = (b: TestBox) =>
  until(async () => (await inbox(b)).n === written(b) && b.sync.status().backlog === 0, 'everything is at the cloud')

/** Every table is followed; says which is not. */
const allLive = async (b: TestBox): Promise<void> => {
  const behind = () => Object.entries(b.sync.status().tables).filter(([, table]) => table.state !== 'live')
  await until(() => behind().length === 0, 'all tables are live').catch((error) => {
    throw new Error(JSON.stringify(behind()), { cause: error })
  })
}

describe('up', () => {
  it('[S10] [S50] a whole visit arrives: session, plate, payment, lane, and the box is seen', async () => {
    const b = box()
    b.sync.start()
    b.drive()
    await allUp(b)
    const session = await one<{ text: string; outcome: string; actual_end: number }>(
      `select s.*, p.text from session s join plate p on p.site_id = s.site_id and p.ref = s.plate_ref
        where s.id in (select payload->>'sessionId' from inbox where epoch = $1)`,
      [b.ledger.epoch],
    )
    expect(session).toMatchObject({ text: 'B GH 2026', outcome: 'paid' })
    expect((await money(b)).n).toBe(1)
    const seen = await until(
      () => one<{ complete_until: number }>(`select * from device where backlog = 0 and complete_until is not null`),
      'the hello after the last row',
    )
    expect(seen).toMatchObject({ id: 'box-1', version: 'test', clock_quality: 'trusted', oldest_unsent: null })
    expect(Date.now() - seen.complete_until).toBeLessThan(10_000)
    expect(b.sync.status()).toMatchObject({ online: true, problem: null, backlog: 0, oldestUnsent: null })
  })

  it('[S83] its money is what is booked there, and both sides say so when it is not', async () => {
    const b = box()
    b.drive()
    b.sync.start()
    await allUp(b)
    const compared = (of: TestBox, what: (money: NonNullable<ReturnType<Sync['status']>['money']>) => boolean) =>
      until(() => {
        of.sync.retryNow()
        const { money } = of.sync.status()
        return money && what(money) ? money : null
      }, 'the money is compared')
    const paid = await compared(b, () => true)
    expect(paid).toMatchObject({ since: null, equal: [{ currency: 'EUR', count: 1 }], differs: null })
    b.sync.stop()
    // somebody touches the books, and the box compares from its first row on
    const [mine] = [`id in (select payload->>'paymentId' from inbox where epoch = '${b.ledger.epoch}')`]
    await cloud.store.query(`update payment set amount_minor = amount_minor + 1 where ${mine}`)
    b.ledger.moneyLog.noteMoney('')
    const later = box({ ledger: b.ledger })
    later.sync.start()
    const { differs } = await compared(later, (money) => money.differs !== null)
    expect(differs).toEqual({ here: paid.equal, there: [{ ...paid.equal[0], sumMinor: (paid.equal[0]?.sumMinor ?? 0) + 1 }] })
    expect(later.sync.status().atCloud?.alarms.map(({ code }) => code)).toContain('moneyDiffers')
    await cloud.store.query(`update payment set amount_minor = amount_minor - 1 where ${mine}`)
    expect((await compared(later, (money) => money.differs === null)).equal).toEqual(paid.equal)
  })

  it('[S3] an append is at the cloud long before any timer', async () => {
    const b = box()
    b.sync.start()
    await until(() => b.sync.online(), 'online')
    const times: number[] = []
    for (let i = 0; i < 20; i++) {
      const start = performance.now()
      b.ledger.record([quoted(randomUUID(), 'session-x', Date.now())])
      await until(() => b.sync.status().backlog === 0, 'acknowledged')
      times.push(performance.now() - start)
    }
    times.sort((x, y) => x - y)
    expect(times[10]).toBeLessThan(400)
  })

  it('[S1] [S2] a backlog goes up in whole batches, money before the rest', async () => {
    const order: string[] = []
    const b = box({
      wire: (inner) => async (url, init) => {
        const request = requestOf(init)
        if (String(url).endsWith('/ingest')) order.push(`${request.stream} ${request.rows.length}`)
        return inner(url, init)
      },
    })
    for (let i = 0; i < 1100; i++) b.ledger.record([quoted(randomUUID(), 'session-x', Date.now())])
    for (let i = 0; i < 10; i++) b.drive()
    b.sync.start()
    await allUp(b)
    // the last batch is not a full one, so the other streams may go beside it
    expect(order.slice(0, 2)).toEqual(['money 500', 'money 500'])
    expect(order.slice(2, 5)).toContain('money 120')
    expect((await money(b)).n).toBe(10)
  })

  it('[S11] a reply lost after the commit is sent again and counts once', async () => {
    let lost = 0
    const b = box({
      wire: (inner) => async (url, init) => {
        const response = await inner(url, init)
        if (!String(url).endsWith('/ingest') || lost >= 3) return response
        lost += 1
        throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') })
      },
    })
    for (let i = 0; i < 5; i++) b.drive()
    b.sync.start()
    await until(() => {
      b.sync.retryNow()
      return lost === 3
    }, 'three lost replies')
    b.sync.retryNow()
    await allUp(b)
    expect((await money(b)).n).toBe(5)
  })

  it('[S8] a cloud restored from an old copy is sent again what it lost', async () => {
    const b = box()
    b.sync.start()
    for (let i = 0; i < 6; i++) b.drive()
    await allUp(b)
    const before = await money(b)
    await cloud.store.transact(async (tx) => {
      await tx.query(`delete from payment where id in (select payload->>'paymentId' from inbox where epoch = $1 and seq > 4)`, [
        b.ledger.epoch,
      ])
      await tx.query('delete from inbox where epoch = $1 and seq > 4', [b.ledger.epoch])
      await tx.query(
        `update watermark w set seq = 4, hash = (select hash from inbox i where i.epoch = w.epoch and i.stream = w.stream and i.seq = 4)
          where w.epoch = $1 and w.seq > 4`,
        [b.ledger.epoch],
      )
    })
    expect((await money(b)).n).toBeLessThan(6)
    b.sync.retryNow()
    await until(async () => (await inbox(b)).n === written(b), 'sent again')
    expect(await money(b)).toEqual(before)
  })

  it('[S9] [S15] a batch with one poison row is taken apart: only that row is put aside', async () => {
    const sizes: number[] = []
    let poison = ''
    const b = box({
      wire: (inner) => (url, init) => {
        if (!String(url).endsWith('/ingest')) return inner(url, init)
        const request = requestOf(init)
        if (request.stream === 'money') sizes.push(request.rows.length)
        for (const row of request.rows) if (row.eventId === poison) row.payload = { ...row.payload, amountMinor: 999_999 }
        return inner(url, { ...init, body: gzipSync(JSON.stringify(request)), headers: { ...init?.headers, 'content-encoding': 'gzip' } })
      },
    })
    for (let i = 0; i < 20; i++) b.drive()
    poison = b.ledger.pending('money', 100)?.rows[13]?.eventId ?? ''
    b.sync.start()
    await until(async () => b.sync.status().backlog === 0, 'acknowledged')
    expect(sizes[0]).toBe(40)
    expect(sizes).toContain(1)
    expect(await one('select count(*) as n from dead_letter where epoch = $1', [b.ledger.epoch])).toEqual({ n: 1 })
    expect((await money(b)).n).toBe(19)
  })

  it('[S9] a proxy that refuses large requests in its own words gets smaller ones', async () => {
    const b = box({
      wire: (inner) => async (url, init) =>
        String(url).endsWith('/ingest') && requestOf(init).rows.length > 7
          ? new Response('<h1>413</h1>', { status: 413 })
          : inner(url, init),
    })
    for (let i = 0; i < 15; i++) b.drive()
    b.sync.start()
    await allUp(b)
    expect((await money(b)).n).toBe(15)
  })

  it('[S17] the same card started again goes on under a new epoch', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'gatehouse-sync-'))
    const path = join(dir, 'ledger.db')
    const first = box({ ledger: openBoxLedger({ device: 'box-1', site: 'site-1', path }) })
    first.drive()
    first.sync.start()
    await allUp(first)
    first.drive()
    boxes.splice(boxes.indexOf(first), 1)
    first.close()
    const second = box({ ledger: openBoxLedger({ device: 'box-1', site: 'site-1', path }) })
    second.drive()
    second.sync.start()
    await until(() => second.sync.status().backlog === 0, 'both epochs are up')
    const epochs = [second.ledger.epoch, second.ledger.parentEpoch]
    const sum = await one(`select count(*) as n from payment where id in (select payload->>'paymentId' from inbox where epoch = any($1))`, [
      epochs,
    ])
    expect(sum).toEqual({ n: 3 })
    rmSync(dir, { recursive: true })
  })
})

describe('a cloud put back from a backup', () => {
  it('[S7] [S25] is sent again what a box kept of its earlier epochs, without anybody asking', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'gatehouse-sync-'))
    const path = join(dir, 'ledger.db')
    const first = box({ ledger: openBoxLedger({ device: 'box-1', site: 'site-1', path }) })
    for (let i = 0; i < 3; i++) first.drive()
    first.sync.start()
    await allUp(first)
    const { epoch } = first.ledger
    boxes.splice(boxes.indexOf(first), 1)
    first.close()
    // what a backup taken before that day would hold: nothing of it, and another incarnation
    await cloud.store.query(`delete from payment where id in (select payload->>'paymentId' from inbox where epoch = $1)`, [epoch])
    for (const table of ['inbox', 'watermark', 'epoch']) await cloud.store.query(`delete from ${table} where epoch = $1`, [epoch])
    const ledger = openBoxLedger({ device: 'box-1', site: 'site-1', path })
    ledger.noteCloud('the one before')
    const second = box({ ledger })
    second.sync.start()
    const back = `select count(*) as n from payment where id in (select payload->>'paymentId' from inbox where epoch = $1)`
    await until(async () => (await one<{ n: number }>(back, [epoch])).n === 3, 'the payments are back')
    await until(() => second.sync.status().backlog === 0 && ledger.knownCloud() === cloud.store.incarnation, 'settled')
    rmSync(dir, { recursive: true })
  })
})

describe('the link', () => {
  it('[S51] [S4] cut: noticed at once, nothing lost; back: everything resumes', async () => {
    const b = box()
    b.sync.start()
    await until(() => b.sync.online() && b.sync.status().tables.edge_v1_rates.state === 'live', 'live')
    const cut = Date.now()
    b.link.cut()
    await until(() => !b.sync.online(), 'offline')
    expect(Date.now() - cut).toBeLessThan(2000)
    for (let i = 0; i < 3; i++) b.drive()
    expect(b.sync.status()).toMatchObject({ online: false, problem: 'the link is cut' })
    expect(b.sync.status().backlog).toBeGreaterThan(20)
    expect((await inbox(b)).n).toBe(0)
    b.link.restore()
    await allUp(b)
    await allLive(b)
    expect(b.sync.online()).toBe(true)
  })

  it('[S23] [S33] a captive portal is the same as no network', async () => {
    let portal = true
    const page = () => new Response('<html>Welcome! Please log in.</html>', { status: 200, headers: { 'content-type': 'text/html' } })
    const b = box({ wire: (inner) => async (url, init) => (portal ? page() : inner(url, init)) })
    b.drive()
    b.sync.start()
    await until(() => b.sync.status().problem, 'a problem')
    expect(b.sync.status()).toMatchObject({ online: false, problem: expect.stringMatching(/something else answered/) })
    await until(() => b.sync.status().tables.edge_v1_rates.state === 'waiting', 'tables wait')
    portal = false
    b.sync.retryNow()
    await allUp(b)
    await until(() => b.sync.status().tables.edge_v1_rates.state === 'live', 'tables live')
  })

  it('[S24] [S33] a refused token is shown; a registered one is taken', async () => {
    const b = box({ token: 'a-token-nobody-has-registered-anywhere-0' })
    b.sync.start()
    b.drive()
    await until(() => b.sync.status().problem?.includes('not known here'), 'refused')
    expect(b.sync.online()).toBe(false)
    await cloud.devices.register({ id: 'box-1', site: 'site-1', token: 'a-token-nobody-has-registered-anywhere-0' })
    b.sync.retryNow()
    await allUp(b)
    await cloud.devices.register({ id: 'box-1', site: 'site-1', token })
  })
})

describe('down', () => {
  const publish = (version: number) =>
    publishRateTable(cloud.store, {
      site: 'site-1',
      table: { ...rates(version, 1), id: 'day', name: `v${version}` },
      by: 'owner',
      now: Date.now(),
    })
  const current = (b: TestBox) => b.ledger.rateTableAt(Date.now())

  it('[S30] a published rate prices the next car', async () => {
    const b = box()
    b.sync.start()
    await until(() => b.sync.status().tables.edge_v1_rates.state === 'live', 'live')
    const table = await publish(1)
    await until(() => current(b).id === 'day' && current(b).version === table.version, 'in force')
    // other tables may still be on their first fetch
    expect(b.applied.findLast(({ table }) => table === 'edge_v1_rates')).toMatchObject({ replace: false })
  })

  it('[S30] a rate published while the link is cut is in force when it is back', async () => {
    const b = box()
    b.sync.start()
    await until(() => b.sync.status().tables.edge_v1_rates.state === 'live', 'live')
    b.link.cut()
    const table = await publish(2)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(current(b).version).not.toBe(table.version)
    b.link.restore()
    b.sync.retryNow()
    await until(() => current(b).version === table.version, 'in force')
  })

  it('[S30] a payment made on a phone reaches the box, once', async () => {
    const b = box()
    b.sync.start()
    const [quoteId, paymentId] = [randomUUID(), randomUUID()]
    b.ledger.record([quoted(quoteId, 'session-y', Date.now())])
    const payment = {
      site: 'site-1',
      paymentId,
      quoteId,
      amountMinor: 250,
      currency: 'EUR',
      provider: 'test',
      providerRef: 'r',
      settledAt: Date.now(),
    }
    expect(await settleRemote(cloud.store, payment)).toBe(true)
    expect(await settleRemote(cloud.store, payment)).toBe(false)
    await expect(settleRemote(cloud.store, { ...payment, amountMinor: 1 })).rejects.toThrow(/another amount/)
    const waiting = await until(() => b.ledger.unappliedRemotePayments()[0], 'the payment')
    expect(waiting).toMatchObject({ paymentId, quoteId, amountMinor: 250, sessionId: 'session-y' })
    const unbooked = await one('select booked, session_id from money_received where payment_id = $1', [paymentId])
    expect(unbooked).toMatchObject({ booked: false })
    b.ledger.record([{ ...settled(paymentId, quoteId, 'session-y', Date.now()) }])
    await until(
      async () => (await one<{ booked: boolean }>('select booked from money_received where payment_id = $1', [paymentId])).booked,
      'booked',
    )
  })

  it('[S31] [S34] a restart resumes where it was: nothing is fetched again, nothing is written', async () => {
    const asked: string[] = []
    const dir = mkdtempSync(join(tmpdir(), 'gatehouse-sync-'))
    const ledger = openBoxLedger({ device: 'box-1', site: 'site-1', path: join(dir, 'ledger.db') })
    const wire =
      (inner: typeof fetch): typeof fetch =>
      (url, init) => {
        if (String(url).includes('/v1/shape')) asked.push(new URL(String(url)).searchParams.get('offset') ?? '')
        return inner(url, init)
      }
    const first = box({ ledger, wire })
    first.sync.start()
    await allLive(first)
    expect(asked).toContain('-1')
    first.sync.stop()
    asked.length = 0
    let writes = 0
    const counted = {
      ...ledger,
      applyShape: (...args: Parameters<typeof ledger.applyShape>) => {
        writes += 1
        ledger.applyShape(...args)
      },
    }
    const second = box({ ledger: counted, wire })
    second.sync.start()
    await allLive(second)
    expect(asked).not.toContain('-1')
    expect(writes).toBe(0)
    boxes.splice(boxes.indexOf(first), 1)
    second.sync.stop()
    rmSync(dir, { recursive: true })
  })

  it('[S31] [S49] a cloud that starts again costs no refetch: what was deleted meanwhile is gone, the rest never was', async () => {
    const b = box()
    const permit = (id: string, plate: string) =>
      JSON.stringify({
        specification: { id: 'staff', name: 'Staff', charging: 'free', poolSize: 1 },
        right: { id, specificationId: 'staff', holderId: null, plates: [plate], validFrom: 0, validUntil: null, revokedAt: null },
      })
    for (const [id, plate] of [
      ['r-1', 'AAA1'],
      ['r-2', 'BBB2'],
    ] as const) {
      await cloud.store.query(`insert into edge_v1_permits (site_id, right_id, body) values ('site-1', $1, $2)`, [id, permit(id, plate)])
    }
    b.sync.start()
    await until(() => b.ledger.rightsFor('BBB2', Date.now()).length === 1, 'permits')
    const { port } = cloud
    await cloud.stop()
    await until(() => !b.sync.online(), 'offline')
    expect(b.ledger.rightsFor('AAA1', Date.now()).length).toBe(1)
    const away = new pg.Client({ connectionString: database.databaseUrl })
    await away.connect()
    await away.query(`delete from edge_v1_permits where right_id = 'r-2'`)
    await away.end()
    cloud = await open(port)
    b.sync.retryNow()
    await until(() => b.ledger.rightsFor('BBB2', Date.now()).length === 0, 'gone')
    expect(b.ledger.rightsFor('AAA1', Date.now()).length).toBe(1)
    // the whole table once, at first; the deletion came as a change
    const wholeTables = b.applied.filter((a) => a.table === 'edge_v1_permits' && a.replace)
    expect(wholeTables.length).toBe(1)
  })
})

function requestOf(init?: RequestInit): { stream: string; rows: { eventId: string; payload: Record<string, unknown> }[] } {
  const body = Buffer.from(init?.body as Uint8Array)
  return JSON.parse((body[0] === 0x1f ? gunzipSync(body) : body).toString())
}
