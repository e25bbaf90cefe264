import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runningReport, type SyncReport, syncApp } from '../compose/sync-report.ts'
import { syncSaid } from '../compose/sync-said.ts'
import { aCar } from '../ledger/testing/car.ts'
import { opened } from '../ledger/testing/fixture.ts'
import { createSync } from '../sync/sync.ts'
import { systemClock } from '../sync/testing/box.ts'
import { gatehouse } from './main.ts'
import { paintFor } from './paint.ts'
import { syncText } from './sync-output.ts'

async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const into = (lines: string[]) => ({ write: (text: string) => void lines.push(text) })
  const status = await gatehouse(['sync', ...argv], { stdout: into(out), stderr: into(err) })
  return { status, out: out.join(''), err: err.join('') }
}

/** A real ledger with one visit in it. */
function visited() {
  const box = opened()
  for (const step of aCar(randomUUID, box.clock.at))
    box.ledger.record(step.events, step.plate ? { plates: [{ ref: step.plate, text: 'B GH 2026', country: 'DE' }] } : {})
  return box
}

/** A box that runs, with a cloud nobody answers for. */
async function unreachable() {
  const { ledger } = visited()
  const log = { info: () => {}, warn: () => {} }
  const cloud = { url: 'http://127.0.0.1:9', token: 'a-token-of-at-least-32-characters' }
  const sync = createSync({ ...{ source: ledger, sink: ledger, cloud, clock: systemClock, random: () => 0.5, log, version: 'test' } })
  sync.start()
  onTestFinished(() => sync.stop())
  const report = () =>
    runningReport({
      ...{ ledger, now: Date.now(), clock: 'trusted' as const, cloud: cloud.url, sync: sync.status(), peers: null },
    })
  const server = serve({ fetch: new Hono().route('/api/sync', syncApp(report)).fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', () => resolve())))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const quiet: SyncReport = {
  ...{
    site: 'site-1',
    device: 'box-1',
    now: 1_700_000_000_000,
    running: true,
    cloud: 'https://cloud.example',
    online: true,
    problem: null,
  },
  ...{
    lastContact: 1_699_999_988_000,
    clock: { quality: 'trusted', offsetMs: 12 },
    backlog: 0,
    oldestUnsent: null,
    money: null,
    tables: null,
    peers: [],
    refused: null,
    countersigned: null,
  },
  streams: (['money', 'session', 'event', 'media'] as const).map((stream) => ({ stream, backlog: 0, inFlight: false, stuck: null })),
  pictures: { waiting: 0, waitingBytes: 0, sending: false, problem: null },
  putAside: { fromCloud: 0, fromSiblings: 0, atCloud: { deadLetters: 0, parked: 0, alarms: [] } },
}
const sayings = (over: Partial<SyncReport>) => {
  const { headline, notes } = syncSaid({ ...quiet, ...over })
  return [headline, ...notes].map(({ mood, text }) => `${mood}: ${text}`)
}

describe('gatehouse sync status', () => {
  it('[S50] reads the ledger of a box that does not run', async () => {
    const { ledger, options } = visited()
    const waiting = ledger.heads().reduce((sum, { backlog }) => sum + backlog, 0)
    const { status, out } = await run('status', '--data', options.path)
    expect(status).toBe(0)
    expect(out).toContain(`box-1 does not run; this is what its ledger says. ${waiting} events wait to be sent.`)
    const json = JSON.parse((await run('status', '--json', '--data', options.path)).out)
    expect(json).toMatchObject({ running: false, backlog: waiting, oldestUnsent: ledger.oldestUnsent(), online: null })
    expect(json.streams.map(({ stream }: { stream: string }) => stream)).toEqual(['money', 'session', 'event', 'media'])
    expect(JSON.stringify(json)).not.toContain('GH 2026')
  })

  it('[S50] asks the running box', async () => {
    const url = await unreachable()
    const { status, out } = await run('status', '--url', url)
    expect(status).toBe(0)
    expect(out).toContain('box-1 does not reach its cloud')
    expect(out).toMatch(/money +\d+ +waiting/)
    expect(JSON.parse((await run('status', '--url', url, '--json')).out)).toMatchObject({ running: true, online: false, lastContact: null })
  })

  it('says what to do where there is nothing to ask', async () => {
    expect(await run('status', '--url', 'http://127.0.0.1:9')).toMatchObject({ status: 1, err: expect.stringContaining('no box answers') })
    expect(await run('status', '--data', '/nowhere')).toMatchObject({
      status: 1,
      err: expect.stringContaining('there is nothing at /nowhere'),
    })
    expect(await run('stats')).toMatchObject({ status: 2, err: expect.stringContaining('status (there is no stats)') })
    expect((await run('--help')).out).toContain('usage: gatehouse sync status')
  })
})

describe('what is said', () => {
  it('[S50] nothing more than needed while all is well', () => {
    expect(sayings({})).toEqual(['good: box-1 is connected, and all it wrote is at the cloud.'])
    expect(sayings({ cloud: null, online: null })).toEqual(['plain: box-1 works without a cloud: nothing is sent anywhere.'])
  })

  it('[S83] how its money compares with the cloud’s books, once in its own words where the two differ', () => {
    const money = { at: quiet.now - 20_000, since: null, equal: [{ currency: 'EUR', count: 412, sumMinor: 312_050 }], differs: null }
    const fact = (over: object) => syncSaid({ ...quiet, money: { ...money, ...over } }).facts.find(({ name }) => name === 'money')?.value
    expect(fact({})).toBe('412 payments, 3120.50 EUR, the same in the cloud’s books (compared 20 s ago)')
    expect(fact({ since: quiet.now - 35 * 86_400_000 })).toContain('3120.50 EUR of the last 35 days, the same')
    expect(fact({ equal: [] })).toContain('no payment, the same')
    const differs = { here: [{ currency: 'EUR', count: 2, sumMinor: 350 }], there: [{ currency: 'EUR', count: 1, sumMinor: 100 }] }
    expect(fact({ differs })).toContain('the same in the cloud’s books as far as they agree')
    const alarms = [{ code: 'moneyDiffers', detail: 'the same in the cloud’s words', since: quiet.now }]
    const said = sayings({ money: { ...money, differs }, putAside: { ...quiet.putAside, atCloud: { deadLetters: 0, parked: 0, alarms } } })
    expect(said.slice(1)).toEqual([
      'bad: This box and its cloud differ in money: of the same rows this box has 2 payments, 3.50 EUR, the cloud’s books have 1 payment, 1.00 EUR. Nothing is lost: every payment stays on this box.',
    ])
  })

  it('[S50] each trouble with what it means', () => {
    const stuck = quiet.streams.map((row) => (row.stream === 'money' ? { ...row, stuck: 'one event is refused: it is broken' } : row))
    const alarms = [{ code: 'clone', detail: 'two boxes run from one card', since: quiet.now - 3_600_000 }]
    const said = sayings({
      ...{ streams: stuck, clock: { quality: 'untrusted', offsetMs: -9_000 }, backlog: 3 },
      putAside: { fromCloud: 1, fromSiblings: 2, atCloud: { deadLetters: 1, parked: 4, alarms } },
    }).join('\n')
    for (const words of [
      'odd: box-1 is connected. 3 events wait to be sent.',
      'bad: Stuck: money. Reason: one event is refused: it is broken.',
      'bad: The cloud raised an alarm 60 min ago: two boxes run from one card.',
      'bad: Nobody vouches for the clock',
      'bad: Its clock is 9 s ahead of the cloud’s.',
      'bad: Of this box the cloud could not use 1 event',
      'odd: 4 events wait at the cloud',
      'bad: Put aside here, as it made no sense: 1 row from the cloud.',
      'odd: 2 rows wait from other boxes',
    ])
      expect(said).toContain(words)
  })

  it('[S76] what it carries for a sibling, since when nothing went, and what stays here', () => {
    const peer = {
      device: 'box-2',
      connected: true,
      lastSeen: quiet.now,
      behind: 0,
      cloud: false,
      problems: [],
      refused: {},
      countersigned: null,
    }
    const carried = (over: object) =>
      sayings({ peers: [{ ...peer, carried: { waiting: 0, lastAt: null, problem: null, ...over } }] }).slice(1)
    expect(carried({ lastAt: quiet.now - 20_000 })).toEqual([
      'plain: This box carries the log of box-2 to the cloud: nothing waits; the last went 20 s ago.',
    ])
    expect(carried({ waiting: 3, problem: 'box-2 was shut out' })).toEqual([
      'odd: This box carries the log of box-2 to the cloud: 3 rows wait here.',
      'bad: Not all of the log of box-2 can be carried: box-2 was shut out.',
    ])
    expect(sayings({ peers: [{ ...peer, carried: null }] })).toHaveLength(1)
  })

  it('[N34] whether the cloud stands behind the site and each box of it, since when, or why not', () => {
    const word = (over: object) => ({
      ...{ at: quiet.now - 120_000, since: quiet.now - 3 * 86_400_000, enrolled: true, problem: null },
      ...{ here: { standing: 'known' as const, since: quiet.now }, refused: [], founder: 'box-1', ...over },
    })
    const fact = (over: object) =>
      syncSaid({ ...quiet, countersigned: word(over) }).facts.find(({ name }) => name === 'countersigned')?.value
    expect(fact({})).toBe('by the cloud for 3 days, last said 2 min ago')
    expect(fact({ here: { standing: 'unknown', since: null } })).toContain('; this box: not enrolled there')
    expect(fact({ at: null })).toBe('not yet: the cloud has not answered since these boxes met')
    expect(fact({ at: null, enrolled: false })).toBe('no: this box has no keys from the cloud (gatehouse enrol)')
    expect(fact({ problem: 'the authority did not sign this roster' })).toBe('the cloud refuses: the authority did not sign this roster')
    const peer = { device: 'box-2', connected: true, lastSeen: quiet.now, behind: 0, cloud: true, carried: null, problems: [], refused: {} }
    const standing = (countersigned: SyncReport['peers'][number]['countersigned']) =>
      syncSaid({ ...quiet, peers: [{ ...peer, countersigned }] }).peers[0]?.countersigned
    expect(standing(null)).toBe('not yet')
    expect(standing({ standing: 'known', since: quiet.now - 7_200_000 })).toBe('yes, for 2 h')
    expect(standing({ standing: 'refused', since: quiet.now - 60_000 })).toBe('shut out for 60 s')
    expect(standing({ standing: 'unknown', since: quiet.now })).toBe('not enrolled there')
    const shutOut = (over: object) =>
      sayings({ countersigned: word(over) })
        .slice(1)
        .join('\n')
    expect(shutOut({ refused: ['box-2'] })).toBe('odd: box-2 was shut out by its owner and is not heard.')
    expect(shutOut({ refused: ['box-2'], founder: 'box-2' })).toMatch(/^bad: box-2 was shut out .*gatehouse peers renew/)
    expect(shutOut({ here: { standing: 'refused', since: null } })).toMatch(/^bad: Its owner has shut this box out/)
  })

  it('[N36] what was turned away on the network of the house, and from whom; not what networks repeat', () => {
    const peer = {
      device: 'box-2',
      connected: true,
      lastSeen: quiet.now,
      behind: 0,
      cloud: true,
      carried: null,
      problems: [],
      countersigned: null,
    }
    const refused = (byReason: object, mine: object) =>
      sayings({ peers: [{ ...peer, refused: mine }], refused: { since: quiet.now - 7_200_000, byReason } }).slice(1)
    expect(refused({ malformed: 3, known: 9, stranger: 2 }, { malformed: 3, known: 9 })).toEqual([
      'odd: Turned away from box-2 in 2 h: 3 unreadable.',
      'odd: Turned away from others in 2 h: 2 from no box on the list.',
    ])
    expect(refused({ known: 9, unasked: 1, outdated: 2 }, { known: 9 })).toEqual([])
  })

  it('in colour only where a terminal can show it', () => {
    expect(syncText(quiet, paintFor({}, false))).not.toContain('\u001b')
    expect(syncText(quiet, paintFor({ COLORTERM: 'truecolor' }, true))).toContain('\u001b[38;2;46;158;107mbox-1 is connected')
  })
})
