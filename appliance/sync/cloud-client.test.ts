import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloudClient } from './cloud-client.ts'

let server: Server
let answer: { status: number; body: string; headers?: Record<string, string> }
const client = () =>
  cloudClient({
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'a-token', fetch, now: Date.now, timeoutMs: 5_000 },
  })

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume()
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function said(status: number, body: object | string, headers: Record<string, string> = {}) {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body), headers }
  return client().hello({} as never, new AbortController().signal)
}
const reply = { serverIncarnation: 'i', now: 1, watermarks: [] }

describe('an answer', () => {
  it('[W6] of an older cloud lacks what came later, one of a newer has more', async () => {
    expect(await said(200, reply)).toEqual({ kind: 'ok', value: reply })
    expect(await said(200, { ...reply, moon: 'full' })).toEqual({ kind: 'ok', value: reply })
  })

  it('[S58] refused for a reason without a name here means what its status means', async () => {
    const asleep = { error: 'asleep', message: 'the cloud sleeps at night' }
    expect(await said(422, asleep)).toEqual({ kind: 'refused', refusal: { error: 'tooLarge', message: asleep.message } })
    expect(await said(403, asleep)).toMatchObject({ kind: 'unauthorised', reason: asleep.message })
    expect(await said(503, asleep, { 'retry-after': '7' })).toMatchObject({ kind: 'later', waitMs: 7_000 })
    expect(await said(409, { error: 'gap', message: 'm', acked: 4, moon: 'full' })).toEqual({
      kind: 'refused',
      refusal: { error: 'gap', message: 'm', acked: 4 },
    })
  })

  it('[S23] of anybody else is none', async () => {
    for (const [status, body] of [
      [200, '<html>'],
      [200, { ok: true }],
      [404, { error: 'Not Found', message: 'no such path' }],
      [403, 'Forbidden'],
      [302, ''],
    ] as const)
      expect(await said(status, body)).toMatchObject({ kind: 'offline' })
  })
})
