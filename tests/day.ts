import { seededRandom } from '@gatehouse/appliance/simulator/random.ts'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import pg from 'pg'
import { expect } from 'vitest'
import { type Garage, openGarage } from './garage.ts'

export interface DayResult {
  readonly entered: number
  readonly exited: number
  readonly powerCuts: number
  readonly partitions: number
  readonly paidMinor: number
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Runs cars through a site while its power and its internet come and go at random moments, then checks the laws that must hold
 * whatever happened: money and occupancy agree everywhere, every opening has a cause, the log is intact.
 */
export async function runDay({
  seed,
  cars,
  visits,
  limitMs,
}: {
  seed: number
  cars: number
  visits: number
  limitMs: number
}): Promise<DayResult> {
  const garage = await openGarage({ seed, cars, stay: (random) => Math.round((20 + random() * 220) * MINUTE_MS) })
  const { park, network } = garage
  const random = seededRandom(seed + 2)
  let powerCuts = 0
  let partitions = 0
  try {
    park.start()
    const end = performance.now() + limitMs
    while (park.counts().exited < visits && performance.now() < end) {
      await sleep(300 + random() * 900)
      const dice = random()
      if (dice < 0.12) {
        await garage.cutPower(50 + random() * 250)
        powerCuts++
      } else if (dice < 0.3) {
        if (network.online()) {
          network.cut()
          partitions++
        } else network.restore()
      } else if (dice < 0.36) park.driveUp('entry', { reverse: true })
      else if (dice < 0.42) park.driveUp('entry', { tailgate: true })
    }
    network.restore()
    expect(park.counts().exited, 'the day stood still').toBeGreaterThanOrEqual(visits)
    await park.stop()
    await laws(garage)
    const { entered, exited } = park.counts()
    const paidMinor = boxMoney(garage)
    return { entered, exited, powerCuts, partitions, paidMinor }
  } finally {
    await garage.stop()
  }
}

const boxMoney = ({ box, clock }: Garage): number =>
  box()
    .ledger.takings(0, clock.wall() + 24 * HOUR_MS)
    .reduce((sum, line) => sum + line.amountMinor, 0)

async function laws(garage: Garage): Promise<void> {
  const { ledger } = garage.box()
  const client = new pg.Client(garage.databaseUrl)
  await client.connect()
  const one = async (sql: string) => Number(Object.values((await client.query(sql)).rows[0] as Record<string, unknown>)[0] ?? 0)
  try {
    await expect
      .poll(() => ledger.heads().reduce((sum, head) => sum + head.backlog, 0), {
        timeout: 30_000,
        interval: 200,
        message: 'the backlog never emptied',
      })
      .toBe(0)
    expect(await one('select coalesce(sum(amount_minor), 0) from payment where not duplicate')).toBe(boxMoney(garage))
    expect(await one('select count(*) from session where actual_end is null')).toBe(ledger.sessionsInside().length)
    expect(
      (await one("select count(*) from inbox where kind = 'session.started'")) -
        (await one("select count(*) from inbox where kind = 'session.ended'")),
    ).toBe(ledger.sessionsInside().length)
    // an arm that comes down after the last car still writes a row or two
    await expect
      .poll(
        async () =>
          ledger.heads().reduce((sum, head) => sum + head.seq, 0) -
          (await one(`select count(*) from inbox where epoch = '${ledger.epoch}'`)),
        { timeout: 30_000, interval: 200, message: 'rows of this epoch never reached the cloud' },
      )
      .toBe(0)
    // Every power cut began an epoch; each must have arrived from its first row to its last, without a gap.
    expect(await one('select count(*) from (select max(seq) <> count(*) as gap from inbox group by epoch, stream) streams where gap')).toBe(
      0,
    )
    expect(
      await one(
        "select count(*) from inbox i where kind = 'barrier.commanded' and not exists (select 1 from inbox d where d.kind = 'decision.made' and d.payload->>'presentationId' = i.payload->>'presentationId' and d.payload->>'result' = 'granted') and i.payload->>'source' = 'lane'",
      ),
    ).toBe(0)
    expect(
      await one('select count(*) from (select quote_id from payment where not duplicate group by quote_id having count(*) > 1) twice'),
    ).toBe(0)
    expect(await one('select count(*) from dead_letter')).toBe(0)
    expect(ledger.verifyChain()).toMatchObject({ ok: true })
    expect(ledger.stateDifferences() ?? []).toEqual([])
  } finally {
    await client.end()
  }
}
