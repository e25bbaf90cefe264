import { deriveKey, keyLabels } from '@gatehouse/domain/proof/device-keys.ts'
import { encodeQuoteToken } from '@gatehouse/domain/proof/quote-token.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CloudConfig, loadCloudConfig } from './config.ts'
import { type Cloud, startCloud } from './main.ts'
import { insertQuote } from './store/test-books.ts'
import { type TestDatabase, testDatabase } from './store/test-postgres.ts'

const secret = new Uint8Array(32).fill(3)
const site = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 60 }
const silent = { info: () => {}, warn: () => {}, error: () => {} }

let database: TestDatabase
let cloud: Cloud
beforeAll(async () => {
  database = await testDatabase()
  const config: CloudConfig = {
    ...loadCloudConfig({ PORT: '0' }),
    databaseUrl: database.databaseUrl,
    enrolment: { sites: [site], devices: [{ id: 'box-1', site: 'garage', label: 'North box', token: 't'.repeat(40), number: 5, secret }] },
  }
  cloud = await startCloud(config, { log: silent })
})
afterAll(async () => {
  await cloud.stop()
  await database.drop()
})

describe('the composed cloud', () => {
  it('takes a payment from the QR to the row the boxes replicate, and shows it to the owner', async () => {
    const nonce = '0123456789abcd'
    const issuedAt = Date.now()
    const fields = { kid: 0, device: 5, nonce, amountMinor: 750, currency: 'EUR', issuedAt, ttlMinutes: 15, stayMinutes: 161 }
    const token = encodeQuoteToken(fields, deriveKey(secret, 'garage', keyLabels.quote))
    const page = await (await fetch(`${cloud.url}/Q/${token}`)).text()
    expect(page).toContain('Garage Mitte')

    const headers = { origin: cloud.url, 'content-type': 'application/x-www-form-urlencoded' }
    const go = (url: string, body: string) => fetch(url, { method: 'POST', body, headers, redirect: 'manual' })
    const till = (await go(`${cloud.url}/q/${token}/pay`, 'provider=test')).headers.get('location') ?? ''
    const back = (await go(till, 'do=pay')).headers.get('location') ?? ''
    expect(await (await fetch(back)).text()).toContain('Paid')

    // the quote arrives after the money: the reconciler hands it over
    await insertQuote(cloud.store, { id: 'quote-1', nonce, issued_at: issuedAt })
    let rows: readonly unknown[] = []
    for (let i = 0; i < 100 && rows.length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      rows = await cloud.store.query('select quote_id, amount_minor, provider from edge_v1_remote_payments')
    }
    expect(rows).toEqual([{ quote_id: 'quote-1', amount_minor: 750, provider: 'test' }])

    const summary = await (await fetch(`${cloud.url}/api/owner/summary`)).json()
    expect(summary.revenue).toMatchObject({ amountMinor: 750, payments: 1, unbookedMinor: 750 })
    expect(await (await fetch(cloud.url)).text()).toContain('has never spoken')
  })

  it('lets live pages go when it stops', async () => {
    const live = await fetch(`${cloud.url}/live`)
    const reader = live.body?.getReader()
    const stopped = cloud.stop()
    const started = performance.now()
    for (;;) {
      const part = await reader?.read().catch(() => ({ done: true }))
      if (part === undefined || part.done) break
    }
    await stopped
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
