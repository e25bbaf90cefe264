import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CloudConfigError, isLoopback, loadCloudConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadCloudConfig(env)
    return []
  } catch (error) {
    return error instanceof CloudConfigError ? error.problems : [String(error)]
  }
}

describe("the cloud's configuration", () => {
  it('runs with nothing set, on loopback, and counts empty variables as absent', () => {
    const config = loadCloudConfig({ STRIPE_SECRET_KEY: '', OWNER_TOKEN: ' ', DATABASE_URL: '' })
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8090,
      databaseUrl: null,
      ownerToken: null,
      providers: {},
      electric: null,
      testPayments: 'auto',
    })
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('refuses to be reached from outside without an owner token', () => {
    for (const HOST of ['0.0.0.0', '::', '192.168.1.5']) {
      expect(problemsOf({ HOST })[0]).toMatch(/set OWNER_TOKEN/)
      expect(loadCloudConfig({ HOST, OWNER_TOKEN: 'sixteen-letters!' }).host).toBe(HOST)
    }
    expect(problemsOf({ HOST: '127.0.0.2' })).toEqual([])
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true)
    expect(['0.0.0.0', '127.evil.example', '1.127.0.0.1', ''].some(isLoopback)).toBe(false)
  })

  it('reports every problem at once and repeats no secret', () => {
    const problems = problemsOf({
      HOST: 'example.com',
      PORT: '99999',
      OWNER_TOKEN: 'short',
      DATABASE_URL: 'mysql://me:hunter2@db',
      PUBLIC_URL: 'ftp://x',
      ELECTRIC_URL: 'nonsense',
      STRIPE_SECRET_KEY: 'sk_live_hunter2',
      PAYPAL_CLIENT_SECRET: 'hunter2',
      RAZORPAY_KEY_ID: 'hunter2',
      SMTP_URL: 'http://me:hunter2@mail',
      MAIL_FROM: 'Garage <nobody>',
      TEST_PAYMENTS: 'perhaps',
      DEVICES_FILE: join(folder, 'absent.json'),
    })
    const names = [
      'HOST',
      'PORT',
      'OWNER_TOKEN',
      'DATABASE_URL',
      'PUBLIC_URL',
      'ELECTRIC_URL',
      'STRIPE_WEBHOOK_SECRET',
      'PAYPAL_CLIENT_ID',
      'PAYPAL_WEBHOOK_ID',
      'RAZORPAY_KEY_SECRET',
      'RAZORPAY_WEBHOOK_SECRET',
      'SMTP_URL',
      'MAIL_FROM',
      'TEST_PAYMENTS',
      'DEVICES_FILE',
    ]
    expect([...new Set(problems.map((p) => p.split(/[: ]/)[0]))].sort()).toEqual(names.sort())
    expect(problems.join()).not.toContain('hunter2')
  })

  it('[E7] sends receipts only over TLS, but to a mail server on this very machine', () => {
    const mailOf = (SMTP_URL: string) =>
      loadCloudConfig({ SMTP_URL, MAIL_FROM: 'r@garage.example', PUBLIC_URL: 'https://pay.example' }).mail
    const login = { user: 'me@x', password: 'p:w' }
    expect(mailOf('smtps://me%40x:p%3Aw@mail.example')).toEqual({
      host: 'mail.example',
      port: 465,
      tls: 'implicit',
      login,
      from: 'r@garage.example',
    })
    expect(mailOf('smtp://me%40x:p%3Aw@mail.example:2525')).toMatchObject({ port: 2525, tls: 'starttls', login })
    expect(mailOf('smtp://127.0.0.1:25')).toMatchObject({ host: '127.0.0.1', port: 25, tls: 'none', login: null })
    expect(loadCloudConfig({}).mail).toBeNull()
    for (const SMTP_URL of ['smtp://', 'smtp://user@mail', 'smtp://mail/x', 'smtp://mail?tls=none', 'smtp://a:%zz@mail', 'mail'])
      expect(problemsOf({ SMTP_URL, MAIL_FROM: 'r@garage.example', PUBLIC_URL: 'https://pay.example' })[0], SMTP_URL).toMatch(
        /^SMTP_URL: not readable/,
      )
    expect(problemsOf({ SMTP_URL: 'smtps://mail', MAIL_FROM: 'r@garage.example' })[0]).toMatch(/^PUBLIC_URL: missing/)
    expect(problemsOf({ SMTP_URL: 'smtps://mail', PUBLIC_URL: 'https://pay.example' })[0]).toMatch(/^MAIL_FROM: missing/)
  })

  it('reads the devices file, or names what is wrong in it', () => {
    const file = join(folder, 'devices.json')
    const good = {
      sites: [{ id: 'garage', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: null }],
      devices: [{ id: 'box-1', site: 'garage', token: 't'.repeat(32), number: 7, secret: Buffer.alloc(32, 1).toString('base64url') }],
    }
    writeFileSync(file, JSON.stringify(good))
    const { enrolment } = loadCloudConfig({ DEVICES_FILE: file })
    expect(enrolment.devices[0]?.secret).toEqual(new Uint8Array(32).fill(1))
    writeFileSync(
      file,
      JSON.stringify({
        ...good,
        sites: [{ ...good.sites[0], timeZone: 'Mars/Base' }],
        devices: [{ ...good.devices[0], secret: 'AA', number: -1 }],
      }),
    )
    expect(problemsOf({ DEVICES_FILE: file }).map((p) => /: ([a-z0-9.A-Z]+):/.exec(p)?.[1])).toEqual([
      'sites.0.timeZone',
      'devices.0.number',
      'devices.0.secret',
    ])
  })
})
