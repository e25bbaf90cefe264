import type { Stream } from '@gatehouse/domain/wire/event.ts'
import type { HelloRequest, IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import { expect, it } from 'vitest'
import { aCar } from '../ledger/testing/car.ts'
import type { Answer, CloudClient } from './cloud-client.ts'
import { createRelay } from './relay.ts'
import { openBoxLedger, systemClock } from './testing/box.ts'

const SEAL = { keyId: 'k'.repeat(43), signature: 's'.repeat(86) }
const silent = { info: () => {}, warn: () => {} }

/** A carrier with the whole log of `author` on record, sealed under every row, and a cloud whose answers a test gives. */
function carrier(cars: number, stranded: readonly string[] = ['author']) {
  const author = openBoxLedger({ device: 'author', site: 'site-1' })
  let ids = 0
  for (let i = 0; i < cars; i++) for (const { events } of aCar(() => `id-${ids++}`, 1_800_000_000_000)) author.record(events)
  const ledger = openBoxLedger({ device: 'carrier', site: 'site-1' })
  const { epoch, parentEpoch } = author
  for (const { stream } of author.heads())
    for (let from = { seq: 0, hash: '0'.repeat(64) }; ; ) {
      const row = author.pending(stream, 500)?.rows.find(({ seq }) => seq === from.seq + 1)
      if (!row) break
      ledger.applyPeerRows({ device: 'author', epoch, parentEpoch, stream, from, rows: [row], plates: [], seal: SEAL })
      from = { seq: row.seq, hash: row.hash }
    }
  const asked: (HelloRequest | IngestRequest)[] = []
  const lost: { device: string; epoch: string; stream: Stream }[] = []
  const cloud = { name: 'one', free: true, doubts: 0, now: 0 }
  let answer: (request: HelloRequest | IngestRequest) => Answer<unknown> = () => ({ kind: 'offline', reason: 'no answer' })
  const put = async (request: HelloRequest | IngestRequest) => {
    asked.push(request)
    return answer(request) as Answer<never>
  }
  const client: CloudClient = { hello: put, ingest: put }
  const relay = createRelay({
    ...{ source: ledger, client, log: silent, version: 'test', random: () => 0.5, onChange: () => {} },
    clock: { ...systemClock, wall: () => cloud.now, after: () => () => {} },
    stranded: () => stranded,
    lost: () => lost,
    cloud: () => cloud.name,
    isFree: () => cloud.free,
    onDoubt: () => {
      cloud.doubts += 1
    },
  })
  /** a cloud that takes everything, from where it stands */
  const standing = new Map<string, number>()
  const taking = (request: HelloRequest | IngestRequest): Answer<unknown> => {
    const common = { serverIncarnation: cloud.name, now: 0 }
    if ('heads' in request)
      return { kind: 'ok', value: { ...common, watermarks: [...standing].map(([stream, seq]) => ({ stream, seq, hash: 'h' })) } }
    const last = request.rows.at(-1)?.seq ?? 0
    const acked = standing.get(request.stream) ?? 0
    if ((request.rows[0]?.seq ?? 0) > acked + 1) return { kind: 'refused', refusal: { error: 'gap', message: 'a gap', acked } }
    standing.set(request.stream, Math.max(acked, last))
    return { kind: 'ok', value: { ...common, acked: standing.get(request.stream), durable: last, rejected: [] } }
  }
  const settled = () => expect.poll(() => relay.isIdle()).toBe(true)
  return {
    lose: (stream: Stream) => void lost.push({ device: 'author', epoch, stream }),
    ...{ relay, asked, cloud, standing, taking, author },
    async run(by: typeof answer) {
      answer = by
      relay.nudge()
      await settled()
      return asked
        .splice(0)
        .map((request) => ('heads' in request ? 'hello' : `${request.stream} ${request.rows[0]?.seq}-${request.rows.at(-1)?.seq}`))
    },
    heads: () => new Map(author.heads().map(({ stream, seq }) => [stream, seq])),
  }
}

it('[S74] asks once where the cloud stands, then brings money first, from there, and nothing twice', async () => {
  const box = carrier(3)
  const heads = box.heads()
  box.standing.set('money', 2)
  const asked = await box.run(box.taking)
  expect(asked).toEqual(['hello', `money 3-${heads.get('money')}`, `session 1-${heads.get('session')}`, `event 1-${heads.get('event')}`])
  expect(box.relay.state()).toEqual([{ device: 'author', waiting: 0, lastAt: 0, problem: null }])
  expect(await box.run(box.taking)).toEqual([])
})

it('[S82] of a sibling that reaches the cloud it brings what that one no longer has, and nothing else', async () => {
  const box = carrier(2, [])
  expect(await box.run(box.taking)).toEqual([])
  box.lose('money')
  const asked = await box.run(box.taking)
  expect(asked).toEqual(['hello', `money 1-${box.heads().get('money')}`])
  expect(await box.run(box.taking)).toEqual([])
})

it('[S74] lets this box’s own log go first, and stops between two requests when it has something', async () => {
  const box = carrier(1)
  box.cloud.free = false
  expect(await box.run(box.taking)).toEqual([])
  box.cloud.free = true
  const asked = await box.run((request) => {
    if (!('heads' in request)) box.cloud.free = false
    return box.taking(request)
  })
  expect(asked).toEqual(['hello', expect.stringMatching(/^money/)])
  expect(box.relay.state()[0]?.waiting).toBeGreaterThan(0)
})

it('[S74] a cloud restored behind what it had is asked again and gets what it lacks', async () => {
  const box = carrier(2)
  await box.run(box.taking)
  box.cloud.name = 'two'
  box.standing.clear()
  const asked = await box.run(box.taking)
  expect(asked[0]).toBe('hello')
  expect(box.standing).toEqual(new Map([...box.heads()].filter(([, seq]) => seq > 0)))
})

it('[S74] a gap at a cloud that stands behind is filled from there', async () => {
  const box = carrier(2)
  box.standing.set('money', 2)
  let behind = true
  const asked = await box.run((request) => {
    if (!('heads' in request) && behind) {
      behind = false
      box.standing.clear()
    }
    return box.taking(request)
  })
  expect(asked.slice(0, 3)).toEqual(['hello', 'money 3-4', 'money 1-4'])
  expect(box.relay.state()).toMatchObject([{ waiting: 0, problem: null }])
})

it('[S74] an answer of another cloud than the one that greeted moves no mark', async () => {
  const box = carrier(1)
  expect(
    await box.run(
      (request) => ({ ...box.taking(request), value: { serverIncarnation: 'two', now: 0, watermarks: [] } }) as Answer<unknown>,
    ),
  ).toEqual(['hello'])
  expect(box.cloud.doubts).toBe(1)
  expect((await box.run(box.taking))[0]).toBe('hello')
})

it('[S76] what cannot go is told and tried again later: a box shut out, rows refused however few, another history', async () => {
  const box = carrier(1)
  await box.run(() => ({ kind: 'unauthorised', reason: 'author was shut out' }))
  expect(box.relay.state()[0]?.problem).toContain('author was shut out')
  expect(await box.run(box.taking)).toEqual([])
  box.cloud.now += 3_600_000
  const refuse = (request: HelloRequest | IngestRequest): Answer<unknown> =>
    'heads' in request || request.stream !== 'money'
      ? box.taking(request)
      : { kind: 'refused', refusal: { error: 'tooLarge', message: 'too many' } }
  const asked = await box.run(refuse)
  expect(asked.filter((what) => what.startsWith('money')).length).toBeGreaterThan(1)
  expect(asked.at(-1)).toMatch(/^event/)
  expect(box.relay.state()[0]?.problem).toContain('rows of its money log are refused: too many')
  box.cloud.now += 3_600_000
  expect((await box.run(box.taking))[0]).toMatch(/^money 1-/)
  expect(box.relay.state()).toMatchObject([{ waiting: 0, problem: null }])

  const copied = carrier(1)
  await copied.run((request) =>
    'heads' in request ? copied.taking(request) : { kind: 'refused', refusal: { error: 'fork', message: 'two', acked: 0 } },
  )
  expect(copied.relay.state()[0]?.problem).toContain('was its card copied?')
})

it('[S74] without an answer it waits, and doubts the link', async () => {
  const box = carrier(1)
  expect(await box.run(() => ({ kind: 'later', reason: 'busy', waitMs: 1_000 }))).toEqual(['hello'])
  expect(box.cloud.doubts).toBe(1)
})
