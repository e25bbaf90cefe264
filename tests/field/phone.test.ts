import { payBehindQr } from '@gatehouse/appliance/simulator/phone.ts'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Garage, openGarage } from '../garage.ts'

const WAIT = { timeout: 40_000 }

/** A phone with its own line and its own cookies. */
function newPhone() {
  const cookies = new Map<string, string>()
  const remembers: typeof fetch = async (url, init) => {
    const answer = await fetch(url, init)
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }
  return {
    pay: (url: string) => payBehindQr(url, remembers),
    async open(url: string): Promise<string> {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      return (await fetch(url, { headers: { accept: 'text/html', 'accept-language': 'en', cookie } })).text()
    },
  }
}
/** the code as the page prints it: 3-3-3 digits */
const codeIn = (html: string): string | null =>
  /class="code"[^>]*>([\d\s\u2009\u00a0–-]{9,})</.exec(html)?.[1]?.replaceAll(/\D/g, '') ?? null

describe('phones at the exit', { timeout: 120_000 }, () => {
  let garage: Garage
  beforeAll(async () => {
    garage = await openGarage({ seed: 14, cars: 3, misreads: 0, arrivals: false, rate: 2, stay: () => 30 * 24 * HOUR_MS })
    garage.park.start()
    garage.park.setByHand(true)
  }, 90_000)
  afterAll(() => garage?.stop())

  const exit = () => garage.box().lanes.find((lane) => lane.laneId === 'exit')
  const screen = () => exit()?.view().screen
  const backlog = () =>
    garage
      .box()
      .ledger.heads()
      .reduce((sum, head) => sum + head.backlog, 0)
  const rows = async (sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client(garage.databaseUrl)
    await client.connect()
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[]
    } finally {
      await client.end()
    }
  }
  async function standsAtExit(): Promise<string> {
    const before = garage.park.counts().entered
    garage.park.driveUp('entry')
    await expect.poll(() => garage.park.counts().entered, WAIT).toBe(before + 1)
    await expect.poll(() => garage.park.inConversation(), WAIT).toBe(false)
    await expect.poll(backlog, WAIT).toBe(0)
    garage.network.cut()
    garage.clock.leap(95 * MINUTE_MS)
    garage.park.driveUp('exit')
    await expect.poll(() => screen()?.kind, WAIT).toBe('yourCar')
    const shown = screen()
    return shown?.kind === 'yourCar' ? (shown.pay.qrUrl ?? '') : ''
  }

  it('[F14] paid by phone and by card: the first that settled counts, the second is given back by itself', async () => {
    const url = await standsAtExit()
    expect(await newPhone().pay(url)).toBe(true)
    // the box has no line: it cannot know, and the driver, impatient, holds a card to the terminal
    expect(await exit()?.command({ kind: 'payByCard' })).toMatchObject({ ok: true })
    await expect.poll(() => garage.park.options.terminal.asking() !== null, WAIT).toBe(true)
    garage.park.options.terminal.presentCard(true)
    await expect.poll(() => garage.park.counts().exited, WAIT).toBe(1)
    garage.network.restore()
    await expect.poll(backlog, WAIT).toBe(0)
    await expect.poll(() => rows('select amount_minor::int as amount from refund'), WAIT).toEqual([{ amount: 500 }])
    expect(await rows('select outcome from session')).toEqual([{ outcome: 'paid' }])
    const byCard = () =>
      garage
        .box()
        .ledger.takings(0, Number.MAX_SAFE_INTEGER)
        .filter(({ method }) => method === 'terminal')
    await expect.poll(byCard, WAIT).toMatchObject([{ amountMinor: 500, count: 1 }])
  })

  it('[F16] paid, and the code is lost: the same phone opens the page again; another phone, or a plate, never gets it', async () => {
    const url = await standsAtExit()
    const phone = newPhone()
    expect(await phone.pay(url)).toBe(true)
    const code = codeIn(await phone.open(url))
    expect(code).toMatch(/^\d{9}$/)
    expect(codeIn(await phone.open(url))).toBe(code)
    expect(codeIn(await newPhone().open(url))).toBeNull()
    expect(await exit()?.command({ kind: 'startCode' })).toMatchObject({ ok: true })
    expect(await exit()?.command({ kind: 'enterCode', code: code ?? '' })).toMatchObject({ ok: true })
    await expect.poll(() => garage.park.counts().exited, WAIT).toBe(2)
    expect(garage.network.online()).toBe(false)
    garage.network.restore()
    await expect.poll(backlog, WAIT).toBe(0)
    expect(await rows('select count(*)::int as refunds from refund')).toEqual([{ refunds: 1 }])
  })
})
