import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { personCommand } from './commands/person.ts'
import { loadCloudConfig } from './config.ts'
import { startMailServer, type TestMailServer } from './mail/test-mail-server.ts'
import { type Cloud, startCloud } from './main.ts'
import { type TestDatabase, testDatabase } from './store/test-postgres.ts'

const OWNER_TOKEN = 'an-owner-token-for-this-test'
const PUBLIC_URL = 'https://gate.example'
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-sign-in-'))
let database: TestDatabase
let post: TestMailServer
let cloud: Cloud
beforeAll(async () => {
  database = await testDatabase()
  post = await startMailServer()
  const mail = { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'gate@gate.example', PUBLIC_URL }
  const config = { ...loadCloudConfig({ PORT: '0', OWNER_TOKEN, ...mail }), databaseUrl: database.databaseUrl, dataDir: folder }
  cloud = await startCloud(config, { log: { info: () => {}, warn: () => {}, error: () => {} } })
})
afterAll(async () => {
  await cloud.stop()
  await post.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** As a browser behind the proxy sends it. */
const submit = (path: string, fields: Record<string, string>) =>
  fetch(`${cloud.url}${path}`, {
    ...{ method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' as const },
    headers: { origin: PUBLIC_URL, 'x-forwarded-proto': 'https' },
  })
const keyIn = (text: string | undefined) => new RegExp(`${PUBLIC_URL}/enter\\?key=(\\S{43})`).exec(text ?? '')?.[1] ?? ''

it('[O2][O9] a person is invited by a real letter, comes in by its link, and later asks for another one', { timeout: 60_000 }, async () => {
  let out = ''
  const stdout = { write: (text: string) => (out += text) }
  const argv = ['invite', '--name', 'Anna Berg', '--email', 'anna@example.org', '--role', 'owner', '--url', cloud.url]
  expect(await personCommand(argv, { stdout, env: { OWNER_TOKEN } })).toBe(0)
  expect(out).toContain('It is on its way to anna@example.org too.')
  const [invitation] = post.letters
  expect(invitation).toMatchObject({ to: ['anna@example.org'], mail: { subject: 'Your account at Gatehouse' } })
  const entered = await submit('/enter', { key: keyIn(invitation?.mail.text) })
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/me?welcome=1'])
  expect(entered.headers.get('set-cookie')).toMatch(/HttpOnly; Secure; SameSite=Strict/)

  const told = async (email: string) => (await (await submit('/login/mail', { email })).text()).match(/role="status">([^<]+)/)?.[1]
  expect(await told('eve@example.org')).toBe(await told('anna@example.org'))
  await expect.poll(() => post.letters.length, { timeout: 20_000 }).toBe(2)
  const link = post.letters[1]
  expect(link).toMatchObject({ to: ['anna@example.org'], mail: { subject: 'Your link to sign in' } })
  const again = await submit('/enter', { key: keyIn(link?.mail.text) })
  expect([again.status, again.headers.get('location')]).toEqual([303, '/'])
  expect((await submit('/enter', { key: keyIn(link?.mail.text) })).status).toBe(410)
})
