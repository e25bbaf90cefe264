import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadCloudConfig, noEnrolment } from '../config.ts'
import { type Cloud, startCloud } from '../main.ts'
import { type TestDatabase, testDatabase } from '../store/test-postgres.ts'
import { deviceCommand } from './device.ts'
import { personCommand } from './person.ts'
import { siteCommand } from './site.ts'

const OWNER_TOKEN = 'an-owner-token-for-this-test'
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-site-'))
let database: TestDatabase
let cloud: Cloud
beforeAll(async () => {
  database = await testDatabase()
  const config = { ...loadCloudConfig({ PORT: '0', OWNER_TOKEN }), databaseUrl: database.databaseUrl, dataDir: folder }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  cloud = await startCloud({ ...config, enrolment: noEnrolment }, { log })
})
afterAll(async () => {
  await cloud.stop()
  await database.drop()
  rmSync(folder, { recursive: true })
})

async function command(of: typeof siteCommand, ...argv: string[]) {
  let out = ''
  const stdout = { write: (text: string) => (out += text) }
  const status = await of([...argv, '--url', cloud.url], { stdout, env: { OWNER_TOKEN } })
  return { status, out }
}
const site = (...argv: string[]) => command(siteCommand, ...argv)
const markt = ['--id', 'markt', '--name', 'Parkhaus am Markt', '--country', 'DE', '--zone', 'Europe/Berlin', '--currency', 'EUR']

it('a cloud that knows no car park says what to type; once that is typed, boxes can be let in', async () => {
  const page = await fetch(cloud.url, { headers: { authorization: `Bearer ${OWNER_TOKEN}` } })
  expect(await page.text()).toContain('node cloud-sync/main.ts site create')
  expect(await site('list')).toEqual({ status: 0, out: 'no sites yet: site create --help\n' })
  await expect(command(deviceCommand, 'claim', '--box', 'box-1')).rejects.toThrow(/knows no car park yet.*site create/)

  expect(await site('create', ...markt, '--capacity', '60')).toMatchObject({ status: 0, out: expect.stringContaining('device claim') })
  expect((await site('list')).out).toBe('markt  Parkhaus am Markt  DE  EUR  Europe/Berlin\n')
  expect((await command(deviceCommand, 'claim', '--box', 'box-1')).out).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}\n/)
  await expect(site('create', ...markt)).rejects.toThrow('There is a site markt already.')
})

it('changes what may change, and answers in JSON', async () => {
  const changed = await site('change', '--id', 'markt', '--name', 'Markt', '--picture-days', '7', '--json')
  expect(JSON.parse(changed.out)).toMatchObject({ id: 'markt', name: 'Markt', capacity: 60, pictureDays: 7, currency: 'EUR' })
  expect(JSON.parse((await site('change', '--id', 'markt', '--capacity', 'none', '--json')).out)).toMatchObject({ capacity: null })
  expect(await cloud.store.query('select capacity, picture_days from site')).toEqual([{ capacity: null, picture_days: 7 }])
  // who sells the parking is told by the devices file, and outlives a change of anything else
  const seller = { name: 'Parken GmbH', address: ['Markt 1'], vatNumber: 'DE1' }
  await cloud.store.query('update site set seller = $1', [JSON.stringify(seller)])
  await site('change', '--id', 'markt', '--name', 'Am Markt')
  expect(await cloud.store.query('select name, seller from site')).toEqual([{ name: 'Am Markt', seller }])
  await expect(site('change', '--id', 'markt', '--currency', 'USD')).rejects.toThrow('“currency” of a site cannot be set here.')
  await expect(site('change', '--id', 'nowhere')).rejects.toThrow('There is no site nowhere.')
})

it('names everything that will not do, at once, and does nothing', async () => {
  const wrong = ['--id', 'Markt 2', '--name', ' ', '--country', 'Germany', '--zone', 'Berlin', '--currency', 'XTS', '--capacity', 'many']
  await expect(site('create', ...wrong)).rejects.toThrow(
    /lower-case[\s\S]*call the car park[\s\S]*two-letter[\s\S]*IANA[\s\S]*EUR, USD[\s\S]*whole number/,
  )
  await expect(site('create')).rejects.toThrow('name the site')
  await expect(site('make')).rejects.toThrow('say site create')
  expect((await site('--help')).out).toContain('usage: node cloud-sync/main.ts site create')
  expect((await site()).status).toBe(2)
  expect(await cloud.store.query('select count(*) as n from site')).toEqual([{ n: 1 }])
})

it('lets nobody in without the owner’s token', async () => {
  const stdout = { write: () => {} }
  await expect(siteCommand(['list', '--url', cloud.url], { stdout, env: {} })).rejects.toThrow('Log in first')
})

it('[O1][O3] invites a person by a link that lets them in once, lists who has an account, and removes one', async () => {
  const person = (...argv: string[]) => command(personCommand, ...argv)
  expect((await person('list')).out).toBe('nobody has an account yet: person invite --help\n')
  const anna = ['--name', 'Anna Berg', '--email', 'Anna@example.org', '--role', 'manager']
  await expect(person('invite', ...anna, '--sites', 'markt,nowhere')).rejects.toThrow('There is no car park nowhere.')
  await expect(person('invite', ...anna, '--language', 'xx')).rejects.toThrow('there is no language xx: en, de,')
  const { out } = await person('invite', ...anna, '--sites', 'markt', '--language', 'pl')
  expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/enter\?key=\S{43}\n\nGood once, until .* UTC\. Hand it to Anna Berg yourself/)
  expect((await person('list')).out).toBe('Anna Berg  anna@example.org  manager  markt  has not come in yet\n')
  const key = /key=(\S+)/.exec(out)?.[1] ?? ''
  const enter = () =>
    fetch(`${cloud.url}/enter`, { method: 'POST', body: new URLSearchParams({ key }), headers: { origin: cloud.url }, redirect: 'manual' })
  const entered = await enter()
  expect([entered.status, (await enter()).status]).toEqual([303, 410])
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  const asAnna = () => fetch(`${cloud.url}/api/owner/sites`, { headers: { cookie }, redirect: 'manual' })
  expect(await (await asAnna()).json()).toMatchObject([{ id: 'markt' }])
  expect(JSON.parse((await person('list', '--json')).out)).toMatchObject([{ name: 'Anna Berg', sites: ['markt'], language: 'pl' }])
  await expect(person('invite', ...anna)).rejects.toThrow('has an account under that address')
  await expect(person('remove', '--email', 'eve@example.org')).rejects.toThrow('nobody has an account under eve@example.org')
  expect((await person('remove', '--email', 'anna@example.org')).out).toBe('Anna Berg is removed.\n')
  expect((await asAnna()).status).toBe(401)
  expect(await person('--help')).toMatchObject({ status: 0, out: expect.stringContaining('person invite') })
})
