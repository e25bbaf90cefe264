import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedBarrier } from '@gatehouse/appliance/barrier/simulated.ts'
import { gatehouse } from '@gatehouse/appliance/cli/main.ts'
import { parseConfig } from '@gatehouse/appliance/config.ts'
import { createLog } from '@gatehouse/appliance/log.ts'
import { type Appliance, startAppliance } from '@gatehouse/appliance/main.ts'
import { createLeapClock } from '@gatehouse/appliance/simulator/clock.ts'
import { seededRandom } from '@gatehouse/appliance/simulator/random.ts'
import { loadCloudConfig, noEnrolment } from '@gatehouse/cloud-sync/config.ts'
import { type Cloud, startCloud } from '@gatehouse/cloud-sync/main.ts'
import { type TestDatabase, testDatabase } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import { axeFindings, hasChromium, openChromium, shot, withoutChromium } from '@gatehouse/cloud-sync/web/test-browser.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardCamera, cardReader } from './garage.ts'

const OWNER = 'an-owner-token-for-this-test'
const SITE = { id: 'eins', name: 'Parkhaus Eins', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }

const siteToml = (dataDir: string, cloud: string) => `
[site]
id = "${SITE.id}"
name = "${SITE.name}"
country = "DE"
time_zone = "Europe/Berlin"
currency = "EUR"
[box]
id = "nord"
data = ${JSON.stringify(dataDir)}
port = 0
${cloud}
[[lane]]
id = "entry"
name = "Einfahrt"
direction = "entryOnly"
barrier = { driver = "simulated" }
camera = { driver = "simulated" }
[tariff]
name = "Stunde"
[[tariff.line]]
kind = "incrementingRate"
step_minutes = 60
amount_minor = 250
`

/** An owner in a browser, a technician with a command line, a real box, cloud and Postgres between them. */
describe.skipIf(!hasChromium)(`a box is let in and shut out${withoutChromium}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-enrolment-'))
  const dataDir = join(folder, 'box')
  let database: TestDatabase
  let cloud: Cloud
  let box: Appliance
  let browser: Browser
  let owner: Page

  const start = (dir: string, table = `[cloud]\nurl = "${cloud.url}"`): Promise<Appliance> => {
    mkdirSync(dir, { recursive: true })
    const clock = createLeapClock({ startAt: Date.now() })
    const barrier = createSimulatedBarrier({ laneId: 'entry', clock })
    return startAppliance(parseConfig(siteToml(dir, table), 'site.toml'), {
      ...{ clock, reader: cardReader(seededRandom(1), 0), logging: createLog(null, 'silent'), environment: {} },
      barrier: () => barrier,
      camera: () => cardCamera('entry', clock),
    })
  }
  async function command(at: Appliance, ...argv: string[]) {
    let out = ''
    const write = (text: string): void => {
      out += text
    }
    const status = await gatehouse([...argv, '--url', at.url, '--token-file', at.attendantTokenFile], {
      stdout: { write },
      stderr: { write },
    })
    return { status, out }
  }
  const checkOf = async (name: string) => {
    const report = (await (await fetch(`${box.url}/healthz`)).json()) as { checks: { name: string; ok: boolean; detail: string }[] }
    return report.checks.find((check) => check.name === name)
  }
  const rowsOf = async (epoch: string) =>
    (await cloud.store.query<{ n: number }>('select count(*) as n from inbox where epoch = $1', [epoch]))[0]?.n
  const written = (at: Appliance) => at.ledger.heads().reduce((sum, head) => sum + head.seq, 0)
  const makeCode = async (): Promise<string> => {
    await owner.goto(`${cloud.url}/boxes`)
    await owner.getByLabel('Name of the box').fill('nord')
    await owner.getByLabel('What people call it').fill('North exit')
    await owner.getByRole('button', { name: 'Make a code' }).click()
    return (await owner.locator('.code').textContent()) ?? ''
  }
  const digits = () => owner.locator('#box-nord .digits').textContent()

  beforeAll(async () => {
    database = await testDatabase()
    const config = {
      ...loadCloudConfig({ PORT: '0', OWNER_TOKEN: OWNER }),
      databaseUrl: database.databaseUrl,
      dataDir: join(folder, 'cloud'),
    }
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    cloud = await startCloud({ ...config, enrolment: { ...noEnrolment, sites: [SITE] } }, { log })
    box = await start(dataDir)
    browser = await openChromium()
    owner = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', bypassCSP: true })).newPage()
    await owner.goto(`${cloud.url}/?token=${OWNER}`)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await box?.stop()
    await cloud?.stop()
    await database?.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('[S66][S68] a code from the owner’s page, typed at the box: the same digits on both sides, and everything flows, signed', async () => {
    expect(await checkOf('identity')).toMatchObject({ ok: false, detail: expect.stringContaining('gatehouse enrol CODE') })
    expect(await command(box, 'enrol')).toMatchObject({ status: 1, out: expect.stringContaining('not enrolled') })
    const code = await makeCode()
    await shot(owner, 'owner-box-code')
    expect(await axeFindings(owner)).toEqual([])

    const { status, out } = await command(box, 'enrol', code.toLowerCase())
    expect({ status, out }).toMatchObject({ status: 0, out: expect.stringContaining(`enrolled at ${cloud.url}`) })
    const shown = /^ {2}(\d{4} \d{4} \d{4} \d{4})$/m.exec(out)?.[1]
    await owner.goto(`${cloud.url}/boxes`)
    expect(await digits()).toBe(shown)
    await expect.poll(() => rowsOf(box.ledger.epoch), { timeout: 20_000 }).toBe(written(box))
    await expect.poll(() => box.sync?.status().tables.edge_v1_rates.state, { timeout: 20_000 }).toBe('live')
    expect(await checkOf('identity')).toEqual({ name: 'identity', ok: true, detail: `enrolled, keys ${shown}` })
    expect((await command(box, 'enrol', '--json')).out).toContain(`"fingerprint":"${shown}"`)
    expect(await cloud.store.query('select token_hash from device')).toEqual([{ token_hash: null }])

    // the code is used up, and a second box that types it is told so and stays as it is
    const again = await command(box, 'enrol', 'AAAA-AAAA')
    expect(again).toMatchObject({ status: 1, out: expect.stringContaining('does not let this box in') })
    expect(box.sync?.online()).toBe(true)
  }, 60_000)

  it('[S65] shut out on the owner’s page, it says so on its own pages, goes on alone, and keeps its books', async () => {
    await owner.goto(`${cloud.url}/boxes`)
    await owner.locator('#box-nord summary').click()
    await shot(owner, 'owner-box-shut-out-asked')
    await owner.getByRole('button', { name: 'Shut North exit out' }).click()
    expect(await owner.locator('#box-nord').textContent()).toContain('Shut out since')
    await shot(owner, 'owner-box-shut-out')

    box.ledger.record([{ kind: 'help.requested', payload: { helpId: 'h-1', laneId: 'entry', presentationId: null, at: Date.now() } }])
    await expect.poll(async () => (await checkOf('identity'))?.detail, { timeout: 20_000 }).toContain('nord was shut out by its owner')
    expect(box.sync?.status().backlog).toBeGreaterThan(0)
    expect(((await (await fetch(`${box.url}/healthz`)).json()) as { ok: boolean }).ok).toBe(true)
    expect(await command(box, 'enrol')).toMatchObject({ status: 1, out: expect.stringContaining('does not let this box in') })

    const pin = await fetch(`${box.url}/attendant/people`, {
      method: 'POST',
      headers: { authorization: `Bearer ${readFileSync(box.attendantTokenFile, 'utf8').trim()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ada', pin: '482915' }),
    })
    expect(pin.status).toBe(200)
    const attendant = await (await browser.newContext({ viewport: { width: 390, height: 844 }, bypassCSP: true })).newPage()
    await attendant.goto(`${box.url}/attendant`)
    await attendant.getByLabel('Name').fill('Ada')
    await attendant.getByLabel('PIN').fill('482915')
    await attendant.getByRole('button', { name: 'Log in' }).click()
    expect(await attendant.getByRole('alert').first().textContent()).toMatch(
      /^The cloud does not let this box in: nord was shut out by its owner on .*Barriers, prices and payments here go on; nothing is lost\.$/,
    )
    await shot(attendant, 'attendant-shut-out')
    expect(await axeFindings(attendant)).toEqual([])
    await attendant.context().close()
  }, 60_000)

  it('[S65][S69] a new code lets it in again, and what it wrote meanwhile arrives', async () => {
    const before = await cloud.enrolment.boxes(SITE.id)
    const { status, out } = await command(box, 'enrol', await makeCode())
    expect({ status, out }).toMatchObject({ status: 0 })
    await owner.goto(`${cloud.url}/boxes`)
    const shown = await digits()
    expect(shown).not.toBe(before[0]?.fingerprint)
    expect(out).toContain(String(shown))
    await expect.poll(() => rowsOf(box.ledger.epoch), { timeout: 20_000 }).toBe(written(box))
    await shot(owner, 'owner-boxes-let-in')
  }, 60_000)

  it('[S69][S71] a new card flashed with a code lets itself in and puts the old one out', async () => {
    const code = (await makeCode()).replace('-', '')
    const spare = join(folder, 'spare')
    mkdirSync(spare)
    writeFileSync(join(spare, 'claim-code'), `${code}\n`)
    const second = await start(spare)
    try {
      await expect.poll(() => second.sync?.online(), { timeout: 20_000 }).toBe(true)
      await expect.poll(() => rowsOf(second.ledger.epoch), { timeout: 20_000 }).toBe(written(second))
      expect(existsSync(join(spare, 'claim-code'))).toBe(false)
      box.sync?.retryNow()
      await expect.poll(async () => (await checkOf('identity'))?.detail, { timeout: 20_000 }).toContain('was enrolled again')
    } finally {
      await second.stop()
    }
    // after a restart it is who it was, and does not try a code a second time that stands in its site file
    const restarted = await start(spare, `[cloud]\nurl = "${cloud.url}"\nclaim_code = "${code}"`)
    try {
      await expect.poll(() => restarted.sync?.online(), { timeout: 20_000 }).toBe(true)
      expect((await command(restarted, 'enrol')).out).not.toContain('not enrolled')
    } finally {
      await restarted.stop()
    }
  }, 90_000)

  it('a box whose site file names no cloud is enrolled with --cloud; without, it is told to', async () => {
    const alone = await start(join(folder, 'alone'), '')
    try {
      expect(alone.sync).toBeNull()
      expect((await command(alone, 'enrol', 'AAAA-AAAA')).out).toContain('say where the cloud is with --cloud URL')
      const code = await makeCode()
      expect(await command(alone, 'enrol', code, '--cloud', 'http://127.0.0.1:9')).toMatchObject({
        status: 1,
        out: expect.stringContaining('try again'),
      })
      expect(await command(alone, 'enrol', code, '--cloud', cloud.url)).toMatchObject({ status: 0 })
      await expect.poll(() => alone.sync?.online(), { timeout: 20_000 }).toBe(true)
    } finally {
      await alone.stop()
    }
  }, 60_000)
})
