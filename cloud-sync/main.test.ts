import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCloudConfig, noEnrolment } from './config.ts'
import { startCloud } from './main.ts'
import { type TestDatabase, testDatabase } from './store/test-postgres.ts'
import { uuidV7 } from './uuid.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const silent = { info: () => {}, warn: () => {}, error: () => {} }

function run(env: Record<string, string>): { child: ChildProcess; out: () => string; exit: Promise<number | null> } {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const pipe of [child.stdout, child.stderr])
    pipe?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  return { child, out: () => text, exit: once(child, 'exit').then(([code]) => code as number | null) }
}

describe('the program', () => {
  it('comes up, answers, and ends cleanly on SIGTERM although a box is waiting', { timeout: 60_000 }, async () => {
    const cloud = run({ DATABASE_URL: database.databaseUrl, PORT: '0' })
    while (!cloud.out().includes('the cloud is up')) await new Promise((resolve) => setTimeout(resolve, 20))
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(cloud.out())?.[0] ?? ''
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ status: 'ok', refused: { byReason: {} }, alarm: null })
    expect(await (await fetch(`${url}/v1/health`)).json()).toEqual({ status: 'active' })
    expect((await fetch(`${url}/v1/shape?table=edge_v1_rates&offset=-1`)).status).toBe(401)
    cloud.child.kill('SIGTERM')
    expect(await cloud.exit).toBe(0)
  })

  it('says what is wrong in the environment and ends with 1', { timeout: 60_000 }, async () => {
    const wrong = run({ PORT: 'eighty', HOST: '0.0.0.0' })
    expect(await wrong.exit).toBe(1)
    expect(wrong.out()).toMatch(/2 problems in the environment\n {2}PORT: found "eighty".*\n {2}HOST/)
  })
})

describe('the composition', () => {
  const config = () => ({ ...loadCloudConfig({ PORT: '0' }), databaseUrl: database.databaseUrl, enrolment: noEnrolment })

  it('says in one sentence that its port is taken or its database is not there, and leaves nothing behind', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await expect(startCloud({ ...config(), port }, { log: silent })).rejects.toThrow(
      `the cloud cannot listen: port ${port} is in use: stop the program that has it, or set PORT to another`,
    )
    other.close()
    const absent = { ...config(), port, databaseUrl: 'postgresql://me:hunter2@127.0.0.1:9/x' }
    await once(other, 'close')
    for (let i = 0; i < 2; i++) {
      // the second time would find the port taken, had the first left its door open
      await expect(startCloud(absent, { log: silent })).rejects.toThrow(
        /^cannot reach Postgres at postgresql:\/\/me:\*\*\*@127\.0\.0\.1:9\/x/,
      )
    }
  })

  it('mounts rooms behind the boxes, and stops them', async () => {
    let stopped = false
    const stop = async () => {
      stopped = true
    }
    const app = new Hono()
      .get('/hello', (c) => c.text('hello'))
      .get('/broken', () => {
        throw new Error('plate B AB 123')
      })
    const cloud = await startCloud(config(), { log: silent, rooms: async () => [{ app, stop }] })
    expect(await (await fetch(`${cloud.url}/hello`)).text()).toBe('hello')
    const broken = await fetch(`${cloud.url}/broken`)
    expect([broken.status, await broken.text()]).toEqual([500, expect.not.stringContaining('B AB 123')])
    expect((await fetch(`${cloud.url}/nothing`)).status).toBe(404)
    await cloud.stop()
    expect(stopped).toBe(true)
    await expect(fetch(`${cloud.url}/hello`)).rejects.toThrow()
  })

  it('on a laptop, answers to its own names only', async () => {
    const cloud = await startCloud(config(), { log: silent, rooms: async () => [] })
    // fetch would not let us lie about the host
    const statusAs = (host: string) =>
      new Promise<number | undefined>((resolve) =>
        request(`${cloud.url}/healthz`, { headers: { host } }, (r) => resolve(r.resume().statusCode)).end(),
      )
    expect(await statusAs('localhost:8090')).toBe(200)
    expect(await statusAs('rebind.evil.example')).toBe(421)
    await cloud.stop()
  })

  it('makes ids that sort by time', () => {
    const bytes = (n: number) => new Uint8Array(n).fill(0xff)
    expect(uuidV7(0x0192_3456_789a, bytes)).toBe('01923456-789a-7fff-bfff-ffffffffffff')
  })
})
