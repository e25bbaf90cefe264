import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLink } from '@gatehouse/appliance/sync/link.ts'
import { loadCloudConfig, noEnrolment } from '@gatehouse/cloud-sync/config.ts'
import { type Cloud, startCloud } from '@gatehouse/cloud-sync/main.ts'
import { makeReports } from '@gatehouse/cloud-sync/reports/reports.ts'
import { type TestDatabase, testDatabase } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import { HOUR_MS } from '@gatehouse/domain/time.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTwoBoxes, siteClock } from './two-boxes.ts'

const SITE = { id: 'zwei', name: 'Parkhaus Zwei', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
const until = (fn: () => unknown, message: string) => expect.poll(fn, { timeout: 100_000, interval: 50, message })
type Box = ReturnType<Awaited<ReturnType<typeof openTwoBoxes>>['entry']>

describe('an entry box that has lost its internet, and an exit box that has not', { timeout: 300_000 }, () => {
  const clock = siteClock()
  const links = [createLink(), createLink()] as const
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-relay-'))
  let database: TestDatabase
  let cloud: Cloud
  let site: Awaited<ReturnType<typeof openTwoBoxes>>

  beforeAll(async () => {
    database = await testDatabase()
    const config = { ...loadCloudConfig({ PORT: '0' }), databaseUrl: database.databaseUrl, dataDir: folder }
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    cloud = await startCloud(
      { ...config, enrolment: { ...noEnrolment, sites: [SITE] } },
      { log, now: () => clock.wall(), rooms: async () => [] },
    )
    const code = async (device: string) => {
      const made = await cloud.enrolment.claim({ device, site: SITE.id })
      if ('problem' in made) throw new Error(made.problem)
      return made.code
    }
    const codes = [await code('box-entry'), await code('box-exit')] as const
    site = await openTwoBoxes(5, 6, clock, { url: cloud.url, codes, fetch: [links[0].fetch, links[1].fetch] })
  }, 90_000)
  afterAll(async () => {
    await site?.stop()
    await cloud?.stop()
    await database?.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function drive(lane: 'entry' | 'exit', carId: string): Promise<void> {
    const count = () => site.park.counts()[lane === 'entry' ? 'entered' : 'exited']
    const before = count()
    site.park.driveUp(lane, { carId })
    await until(count, `${carId} never passed the ${lane}`).toBe(before + 1)
    await until(() => site.park.inConversation(), 'the lanes never came to rest').toBe(false)
  }
  const written = (box: Box) => box.ledger.heads().reduce((sum, head) => sum + head.seq, 0)
  /** `all`: every row of the box's open epoch is at the cloud, once; otherwise how the carrier stands */
  const arrived = async (box: Box, carrier: Box): Promise<string> => {
    const [row] = await cloud.store.query<{ rows: number; events: number }>(
      'select count(*)::int as rows, count(distinct event_id)::int as events from inbox where device_id = $1 and epoch = $2',
      [box.ledger.device, box.ledger.epoch],
    )
    if (row?.rows === written(box) && row.events === row.rows) return 'all'
    const { online, problem, streams, relays } = carrier.sync?.status() ?? {}
    return JSON.stringify({ ...row, written: written(box), online, problem, streams, relays, stranded: carrier.peers?.stranded() })
  }
  const standing = async () => {
    const reports = makeReports({ store: cloud.store, now: () => clock.wall(), needsYou: async () => [] })
    return (await reports.completeness(SITE)).boxes.find(({ id }) => id === 'box-entry')
  }

  it('[S73][S75][N24] everything the entry box writes is at the cloud, once, by way of the exit box, and it learns that itself', async () => {
    for (const box of [site.entry(), site.exit()]) await until(() => box.sync?.online(), 'a box never got in').toBe(true)
    await until(() => arrived(site.entry(), site.exit()), 'the first rows never came').toBe('all')
    links[0].cut()
    await until(() => site.entry().sync?.online(), 'the cut was never noticed').toBe(false)
    await drive('entry', 'car-0')
    await drive('entry', 'car-1')
    await until(() => site.exit().ledger.occupancy().inside, 'the exit box never heard of the entries').toBe(2)
    clock.leap(2 * HOUR_MS)
    await drive('exit', 'car-0')
    await until(() => arrived(site.entry(), site.exit()), 'nobody brought the entry box’s rows').toBe('all')
    await until(() => arrived(site.exit(), site.entry()), 'the exit box’s own rows never came').toBe('all')
    // the owner sees the whole stay, and who brought the half of it
    const stays = () => cloud.store.query('select entry_lane_id, exit_lane_id, outcome from session where exit_lane_id is not null')
    await until(stays, 'the stay never came together').toEqual([{ entry_lane_id: 'entry', exit_lane_id: 'exit', outcome: 'paid' }])
    await until(async () => (await standing())?.relayed?.by, 'nobody says who brought it').toBe('box-exit')
    const box = await standing()
    // [S76] it has not spoken itself: the figures are complete no further
    expect(box?.state).toBe('silent')
    expect(box?.completeTo).toBeLessThanOrEqual(box?.lastSeen ?? 0)
    expect(site.entry().sync?.status().backlog).toBeGreaterThan(0)
    const carried = () => site.exit().sync?.status().relays
    await until(carried, 'the carrier is never done').toMatchObject([{ device: 'box-entry', waiting: 0, problem: null }])

    links[0].restore()
    site.entry().sync?.retryNow()
    await until(() => site.entry().sync?.status().backlog, 'it never learnt that its rows are there').toBe(0)
    await until(() => arrived(site.entry(), site.exit()), 'rows count twice').toBe('all')
    await until(async () => (await standing())?.state, 'it never was live again').toBe('live')
    const sum = async (device: string) =>
      (
        await cloud.store.query<{ sum: number }>('select coalesce(sum(amount_minor), 0)::int as sum from payment where device_id = $1', [
          device,
        ])
      )[0]
    const paid = (one: Box) => one.ledger.tillTakings(0, clock.wall() + HOUR_MS).reduce((total, { amountMinor }) => total + amountMinor, 0)
    expect(await sum('box-exit')).toEqual({ sum: paid(site.exit()) })
    expect(await cloud.store.query('select * from dead_letter')).toEqual([])
    expect(await cloud.store.query('select code from alert')).toEqual([])
  })

  it('[S75] the exit box has gone without telling the cloud a thing: the entry box brings what it told before', async () => {
    links[1].cut()
    await until(() => site.exit().sync?.online(), 'the cut was never noticed').toBe(false)
    await drive('exit', 'car-1')
    await until(
      () =>
        site
          .exit()
          .ledger.heads()
          .some(({ backlog }) => backlog > 0),
      'nothing waits',
    ).toBe(true)
    await until(() => arrived(site.exit(), site.entry()), 'its payment never came').toBe('all')
    const payments = await cloud.store.query<{ id: string; sum: number }>('select id, amount_minor as sum from payment order by settled_at')
    expect(payments.map(({ sum }) => sum)).toHaveLength(2)
    links[1].restore()
  })
})
