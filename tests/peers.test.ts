import { gatehouse } from '@gatehouse/appliance/cli/main.ts'
import { HOUR_MS } from '@gatehouse/domain/time.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTwoBoxes } from './two-boxes.ts'

type Site = Awaited<ReturnType<typeof openTwoBoxes>>
const until = (fn: () => unknown, message: string) => expect.poll(fn, { timeout: 28_000, interval: 50, message })

describe('an entry box and an exit box without a cloud', { timeout: 90_000 }, () => {
  let site: Site
  beforeAll(async () => {
    site = await openTwoBoxes(11, 8)
  })
  afterAll(() => site.stop())

  const quiet = () => until(() => site.park.inConversation(), 'the lanes never came to rest').toBe(false)
  async function comesIn(carId: string): Promise<void> {
    const before = site.park.counts().entered
    site.park.driveUp('entry', { carId })
    await until(() => site.park.counts().entered, `${carId} never got in: ${site.park.events()[0]?.text}`).toBe(before + 1)
    await quiet()
  }
  async function leaves(carId: string): Promise<void> {
    const before = site.park.counts().exited
    site.park.driveUp('exit', { carId })
    await until(() => site.park.counts().exited, `${carId} never got out`).toBe(before + 1)
    await quiet()
  }
  const insideAt = (box: ReturnType<Site['entry']>) =>
    box.ledger
      .sessionsInside()
      .map(({ session }) => session.id)
      .sort()
  const takingsAt = (box: ReturnType<Site['entry']>) =>
    box.ledger
      .takings(0, site.clock.wall() + HOUR_MS)
      .map(({ amountMinor, count, duplicateCount }) => ({ amountMinor, count, duplicateCount }))
  const agree = async () => {
    const same = (of: (box: ReturnType<Site['entry']>) => unknown) => JSON.stringify(of(site.entry())) === JSON.stringify(of(site.exit()))
    await until(() => same(insideAt), 'the boxes never agreed on who is inside').toBe(true)
    await until(() => same(takingsAt), 'the boxes never agreed on the money').toBe(true)
    for (const box of [site.entry(), site.exit()]) {
      expect(box.ledger.stateDifferences()).toEqual([])
      expect(box.ledger.verifyChain()).toMatchObject({ ok: true })
    }
  }

  it('[N5, N19] a car that came in at one is found by its plate, charged and let out at the other, and both know', async () => {
    await until(() => [site.entry(), site.exit()].map((box) => box.peers?.status().peers[0]?.connected), 'the boxes never met').toEqual([
      true,
      true,
    ])
    await comesIn('car-0')
    await comesIn('car-1')
    await until(() => insideAt(site.exit()), 'the exit box never heard of the entries').toEqual(insideAt(site.entry()))
    site.clock.leap(2.5 * HOUR_MS)
    await leaves('car-0')
    await until(() => insideAt(site.entry()).length, 'the entry box never heard of the exit').toBe(1)
    expect(takingsAt(site.exit())).toEqual([{ amountMinor: 750, count: 1, duplicateCount: 0 }])
    await agree()
    expect(site.entry().ledger.occupancy()).toEqual({ inside: 1, entries: 2, exits: 1 })
  })

  it('[N17] a permit entered at the exit box is known at the entry box', async () => {
    site.exit().ledger.rightsUpsert({
      specification: { id: 'residents', name: 'Residents', charging: 'free', poolSize: 1 },
      right: {
        id: 'r1',
        specificationId: 'residents',
        holderId: null,
        plates: ['BFN1111'],
        validFrom: 0,
        validUntil: null,
        revokedAt: null,
      },
    })
    await until(() => site.entry().ledger.rightsFor('BFN1111', site.clock.wall()).length, 'the permit never came').toBe(1)
  })

  it('[N22] the network between them is cut: the exit serves every driver; healed, nothing counts twice and both books agree', async () => {
    const before = takingsAt(site.exit())[0]?.amountMinor ?? 0
    const [first = ''] = insideAt(site.entry())
    await site.cutLan()
    await until(() => site.exit().peers?.status().peers[0]?.connected, 'the cut was never noticed').toBe(false)
    // known before the cut: out as always
    site.clock.leap(HOUR_MS)
    await leaves('car-1')
    expect(takingsAt(site.exit())[0]?.amountMinor).toBeGreaterThan(before)
    // back in while the entry box still thinks it is inside, and a car the exit box has never heard of
    await comesIn('car-1')
    await comesIn('car-2')
    await leaves('car-2')
    await site.mendLan()
    await until(() => [site.entry(), site.exit()].map((box) => box.peers?.status().peers[0]?.behind), 'the boxes never caught up').toEqual([
      0, 0,
    ])
    await agree()
    // the entry box had closed it on suspicion when it came again; the exit that was seen counts, on both
    const ended = (box: ReturnType<typeof site.entry>) => {
      const session = box.ledger.session(first)?.session
      return [session?.outcome, session?.exitLaneId]
    }
    for (const box of [site.entry(), site.exit()])
      await until(() => ended(box), 'the exit that was seen never counted').toEqual(['paid', 'exit'])
    await until(() => site.exit().peers?.status().anomalies, 'the boxes never agreed on what is odd').toEqual(
      site.entry().peers?.status().anomalies,
    )
  })

  it('[N7] a box that started anew is followed on, and follows on', async () => {
    await site.restart(0)
    await until(() => site.entry().peers?.status().peers[0]?.connected, 'the entry box never came back').toBe(true)
    await comesIn('car-3')
    await until(() => insideAt(site.exit()), 'the exit box never heard of the entry').toEqual(insideAt(site.entry()))
    site.clock.leap(HOUR_MS)
    await leaves('car-3')
    await agree()
  })

  it('[N28] health, metrics and the list of peers say how it stands', async () => {
    const report = (await (await fetch(`${site.exit().url}/healthz`)).json()) as { ok: boolean; checks: { name: string; ok: boolean }[] }
    expect(report.checks.filter(({ name }) => name.startsWith('peer'))).toMatchObject([
      { name: 'peers_broker', ok: true },
      { name: 'peer_box_entry', ok: true },
    ])
    const metrics = await (await fetch(`${site.exit().url}/metrics`)).text()
    expect(metrics).toMatch(/^gatehouse_peers_connected 1$/m)
    expect(metrics).toMatch(/^gatehouse_peer_behind_rows_box_entry 0$/m)
    const list = (await (await fetch(`${site.exit().url}/api/peers`)).json()) as object
    const printed: string[] = []
    const io = { stdout: { write: (text: string) => printed.push(text) }, stderr: { write: (text: string) => printed.push(text) } }
    expect(await gatehouse(['peers', 'list', '--url', site.exit().url], io)).toBe(0)
    expect(printed.join('')).toMatch(
      /^box-exit of zwei; its own broker answers\nbox .*\nbox-entry +127\.0\.0\.1:\d+ +connected +\d+ s ago +0 rows/,
    )
    printed.length = 0
    expect(await gatehouse(['peers', 'list', '--json', '--url', site.exit().url], io)).toBe(0)
    expect(JSON.parse(printed.join(''))).toMatchObject({ peers: [{ device: 'box-entry', behind: 0, problems: [] }] })
    expect(await gatehouse(['peers', 'invent'], io)).toBe(2)
    expect(list).toMatchObject({ site: 'zwei', device: 'box-exit', joined: true, canInvite: false, brokerConnected: true })
  })
})
