import pg from 'pg'
import { SITE } from './site.ts'
import type { World } from './world.ts'

/** The last line of `npm start -- --once`. */
export interface OnceReport {
  readonly entered: number
  readonly exited: number
  readonly paidMinor: number
  readonly currency: string
  readonly cloudSessions: number
  readonly cloudPaidMinor: number
  readonly seconds: number
}

const LIMIT_MS = 120_000
const POLL_MS = 150

/** Sends cars through, one after another, until one has entered, paid and left, and Postgres knows. Rejects with the reason after 120 s. */
export async function once(world: World, offline: boolean, startedAt: number): Promise<OnceReport> {
  const deadline = startedAt + LIMIT_MS
  let step = 'the first car to drive up'
  const late = (): Error => new Error(`Gave up after ${LIMIT_MS / 1000} s waiting for ${step}. The log is ${world.logFile}.`)
  const until = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> => {
    step = what
    while (!(await condition())) {
      if (performance.now() > deadline) throw late()
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
  const { park } = world
  for (;;) {
    const before = park.counts()
    park.driveUp('entry')
    await until('the car to enter', () => park.counts().entered > before.entered || park.counts().backedOut > before.backedOut)
    if (park.counts().entered === before.entered) continue
    await until('the car to leave', () => park.counts().exited > before.exited)
    await until('the exit lane to be free', () => !park.inConversation())
    if (paidMinor(world) > 0) break
  }
  if (offline) {
    world.park.options.network.restore()
    world.box()?.sync?.retryNow()
  }
  const paid = paidMinor(world)
  const database = new pg.Client({ connectionString: world.cloud.databaseUrl })
  await database.connect()
  try {
    let counted = { sessions: 0, paidMinor: 0 }
    await until('the session and its payment to arrive in Postgres', async () => {
      counted = await inPostgres(database)
      return counted.sessions >= 1 && counted.paidMinor >= paid
    })
    const { entered, exited } = park.counts()
    return {
      ...{ entered, exited, paidMinor: paid, currency: SITE.currency },
      ...{ cloudSessions: counted.sessions, cloudPaidMinor: counted.paidMinor },
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    }
  } finally {
    await database.end()
  }
}

/** What the box has on record as taken. */
function paidMinor(world: World): number {
  const now = world.park.options.clock.wall()
  return (
    world
      .box()
      ?.ledger.takings(0, now + 1)
      .reduce((sum, takings) => sum + takings.amountMinor, 0) ?? 0
  )
}

/** Closed sessions that were paid for, and what was paid for them. */
async function inPostgres(database: pg.Client): Promise<{ sessions: number; paidMinor: number }> {
  const { rows } = await database.query<{ sessions: string; paid: string }>(
    `select count(distinct s.id) as sessions, coalesce(sum(p.amount_minor), 0) as paid
       from session s join payment p on p.site_id = s.site_id and p.session_id = s.id and not p.duplicate
      where s.site_id = $1 and s.actual_end is not null`,
    [SITE.id],
  )
  return { sessions: Number(rows[0]?.sessions ?? 0), paidMinor: Number(rows[0]?.paid ?? 0) }
}
