import type { HelloReply, HelloRequest, IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import { describe, expect, it } from 'vitest'
import type { IngestOutcome } from '../cloud-sync/ingest/accept.ts'
import { at, paid, testLog } from '../cloud-sync/ingest/test-log.ts'

/** The cloud's ingest over some store, fresh for each test, for boxes `box-…` of `site-1`. */
export interface CloudUnderTest {
  accept(request: IngestRequest): Promise<IngestOutcome>
  hello(request: HelloRequest): Promise<HelloReply>
  /** event ids in the inbox, in the dead letters, parked; alert codes; payments by id; sorted */
  kept(): Promise<{ readonly inbox: readonly string[]; readonly dead: readonly string[]; readonly parked: readonly string[] }>
  alerts(): Promise<readonly string[]>
  payments(): Promise<ReadonlyMap<string, number>>
  completeUntil(device: string): Promise<number | null>
  /** makes the next transaction fail at its last moment */
  failNext(): void
}

/** What the simulation believes of a cloud: held by the one in memory and by the one on Postgres. */
export function cloudContract(name: string, open: () => Promise<CloudUnderTest>): void {
  const money = (device: string, rows: number, rest: Parameters<typeof testLog>[0] = {}) => {
    const log = testLog({ device, ...rest })
    for (let i = 1; i <= rows; i++) log.write('money', 'payment.settled', paid(`${device}-${i}`, 100 * i), { eventId: `${device}-e${i}` })
    return log
  }
  const greeting = (log: ReturnType<typeof testLog>, rest: Partial<HelloRequest> = {}): HelloRequest => ({
    ...{ v: 1, device: log.device, site: log.site, epoch: log.epoch, parentEpoch: null, version: '1', now: at, clockQuality: 'trusted' },
    heads: [{ stream: 'money', seq: 0, hash: 'h', acked: 0, backlog: 0 }],
    ...{ oldestUnsent: null, ...rest },
  })

  describe(`a cloud ${name}`, () => {
    it('[S10] [S11] keeps a batch once, however often and in whatever pieces it comes', async () => {
      const cloud = await open()
      const log = money('box-1', 9)
      for (const [from, to] of [
        [1, 4],
        [1, 4],
        [2, 7],
        [1, 9],
        [5, 6],
      ] as const) {
        const outcome = await cloud.accept(log.batch('money', from, to))
        expect(outcome.ok).toBe(true)
      }
      expect((await cloud.kept()).inbox).toEqual(log.rows('money').map((row) => row.eventId))
      expect([...(await cloud.payments()).values()].reduce((a, b) => a + b, 0)).toBe(4500)
      const { watermarks } = await cloud.hello(greeting(log))
      expect(watermarks).toEqual([{ stream: 'money', seq: 9, hash: log.rows('money')[8]?.hash }])
    })

    it('[S12] refuses a gap with where it stands, and keeps nothing of it', async () => {
      const cloud = await open()
      const log = money('box-2', 5)
      await cloud.accept(log.batch('money', 1, 2))
      expect(await cloud.accept(log.batch('money', 4, 5))).toMatchObject({ ok: false, refusal: 'gap', acked: 2 })
      expect((await cloud.kept()).inbox.length).toBe(2)
    })

    it('[S10] a transaction that fails keeps nothing, and the same batch is taken afterwards', async () => {
      const cloud = await open()
      const log = money('box-3', 3)
      cloud.failNext()
      await expect(cloud.accept(log.batch('money'))).rejects.toThrow()
      expect((await cloud.kept()).inbox).toEqual([])
      expect((await cloud.payments()).size).toBe(0)
      expect(await cloud.accept(log.batch('money'))).toMatchObject({ ok: true, fresh: 3, reply: { acked: 3, durable: 3 } })
    })

    it('[S13] [S15] refuses what does not verify; alone it goes to the dead letters', async () => {
      const cloud = await open()
      const log = money('box-4', 2)
      const batch = log.batch('money')
      expect(await cloud.accept({ ...batch, hash: 'f'.repeat(64) })).toMatchObject({ ok: false, refusal: 'broken' })
      const single = log.batch('money', 1, 1)
      const spoilt = { ...single, money: { count: 7, sumMinor: 7 } }
      expect(await cloud.accept(spoilt)).toMatchObject({ ok: true, reply: { acked: 1, rejected: [{ seq: 1 }] } })
      expect(await cloud.kept()).toMatchObject({ inbox: [], dead: ['box-4-e1'] })
      expect(await cloud.accept(log.batch('money', 2, 2))).toMatchObject({ ok: true, reply: { acked: 2, rejected: [] } })
    })

    it('[S16] parks what it does not know, raw, and acknowledges it', async () => {
      const cloud = await open()
      const log = testLog({ device: 'box-5' })
      log.write('event', 'something.new', { a: 1 }, { eventId: 'box-5-new' })
      expect(await cloud.accept(log.batch('event'))).toMatchObject({ ok: true, reply: { acked: 1, rejected: [] } })
      expect(await cloud.kept()).toMatchObject({ inbox: ['box-5-new'], parked: ['box-5-new'] })
    })

    it('[S17] counts a fact once that comes again under another epoch', async () => {
      const cloud = await open()
      await cloud.accept(money('box-6', 2).batch('money'))
      expect(await cloud.accept(money('box-6', 3).batch('money'))).toMatchObject({ ok: true, reply: { acked: 3 } })
      expect((await cloud.kept()).inbox).toEqual(['box-6-e1', 'box-6-e2', 'box-6-e3'])
    })

    it('[S18] refuses a second history of one epoch and tells a person; two epochs of one parent, too', async () => {
      const cloud = await open()
      const epoch = 'one-epoch'
      await cloud.accept(money('box-7', 2, { epoch }).batch('money'))
      const other = testLog({ device: 'box-7', epoch })
      for (let i = 1; i <= 3; i++) other.write('money', 'payment.settled', paid(`other-${i}`, 1))
      expect(await cloud.accept(other.batch('money'))).toMatchObject({ ok: false, refusal: 'fork', acked: 2 })
      expect(await cloud.alerts()).toEqual(['fork'])
      await cloud.hello(greeting(testLog({ device: 'box-7', epoch: 'left' }), { parentEpoch: epoch }))
      await cloud.hello(greeting(testLog({ device: 'box-7', epoch: 'right' }), { parentEpoch: epoch }))
      expect(await cloud.alerts()).toEqual(['clone', 'fork'])
    })

    it('[S6] promises completeness only where that holds', async () => {
      const cloud = await open()
      const log = testLog({ device: 'box-8' })
      await cloud.hello(greeting(log))
      expect(await cloud.completeUntil('box-8')).toBe(at - 1)
      await cloud.hello(greeting(log, { now: at + 500, reconciledWith: null }))
      await cloud.hello(greeting(log, { now: at + 500, clockQuality: 'untrusted' }))
      await cloud.hello(greeting(log, { now: at + 500, heads: [{ stream: 'money', seq: 1, hash: 'h', acked: 1, backlog: 0 }] }))
      expect(await cloud.completeUntil('box-8')).toBe(at - 1)
      await cloud.hello(greeting(log, { now: at + 500, oldestUnsent: at + 200 }))
      expect(await cloud.completeUntil('box-8')).toBe(at + 199)
    })
  })
}
