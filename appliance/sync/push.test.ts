import type { LogRow, Stream } from '@gatehouse/domain/wire/event.ts'
import { GENESIS_HASH, type HelloRequest, type IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer, CloudClient } from './cloud-client.ts'
import type { PendingBatch, SyncSource } from './ports.ts'
import { createPush, type Push } from './push.ts'

/** A log in memory: enough of one to be pushed. */
function memorySource(epoch = 'e-1') {
  const rows = new Map<Stream, LogRow[]>()
  const acked = new Map<Stream, number>()
  const listeners = new Set<() => void>()
  const of = (stream: Stream) => rows.get(stream) ?? []
  const source: SyncSource = {
    ...{ device: 'box', site: 'site', epoch, parentEpoch: null },
    heads: () =>
      [...rows.keys()].map((stream) => {
        const at = acked.get(stream) ?? 0
        return { stream, seq: of(stream).length, hash: of(stream).at(-1)?.hash ?? GENESIS_HASH, acked: at, backlog: of(stream).length - at }
      }),
    pending(stream, limit, after): PendingBatch | null {
      const start = Math.max(acked.get(stream) ?? 0, after?.seq ?? 0)
      const batch = of(stream).slice(start, start + limit)
      const [first, last] = [batch[0], batch.at(-1)]
      return first && last ? { epoch, parentEpoch: null, stream, prevHash: first.prevHash, hash: last.hash, rows: batch, plates: [] } : null
    },
    acknowledge: (stream, _epoch, seq) => void acked.set(stream, Math.max(acked.get(stream) ?? 0, seq)),
    unacknowledge: (stream, _epoch, seq) => void acked.set(stream, Math.min(acked.get(stream) ?? 0, seq)),
    oldestUnsent: () => null,
    onAppend: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const write = (stream: Stream, count = 1) => {
    for (let i = 0; i < count; i++) {
      const list = of(stream)
      const seq = list.length + 1
      const hash = `${stream}-${seq}`
      const row = {
        stream,
        epoch,
        seq,
        eventId: hash,
        kind: 'k',
        v: 1,
        wall: seq,
        bootId: 'b',
        mono: seq,
        clockQuality: 'trusted' as const,
        payload: {},
      }
      rows.set(stream, [...list, { ...row, prevHash: list.at(-1)?.hash ?? GENESIS_HASH, hash }])
    }
    for (const listener of listeners) listener()
  }
  return { source, write, acked }
}

/** A clock that stands still until told; timers fire in order of their due time. */
function handClock() {
  let now = 0
  let timers: { due: number; fn: () => void }[] = []
  return {
    wall: () => now,
    quality: () => 'trusted' as const,
    after(ms: number, fn: () => void) {
      const timer = { due: now + ms, fn }
      timers.push(timer)
      return () => {
        timers = timers.filter((t) => t !== timer)
      }
    },
    pass(ms: number) {
      const end = now + ms
      for (;;) {
        const next = timers.filter((t) => t.due <= end).sort((a, b) => a.due - b.due)[0]
        if (!next) break
        timers = timers.filter((t) => t !== next)
        now = next.due
        next.fn()
      }
      now = end
    },
    waiting: () => timers.length,
  }
}

interface Call {
  readonly what: 'hello' | Stream
  readonly rows: number
  readonly from: number
  answer(answer: Answer<never> | 'ok'): Promise<void>
}

function setUp(more: { readonly fullBatch?: number } = {}) {
  const { source, write, acked } = memorySource()
  const clock = handClock()
  const calls: Call[] = []
  const server = new Map<Stream, number>()
  let incarnation = 'one'
  const settle = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)))
  const call = <T>(what: Call['what'], rows: number, from: number, ok: () => T): Promise<Answer<T>> =>
    new Promise((resolve) => {
      const mine: Call = {
        ...{ what, rows, from },
        answer: async (answer) => {
          calls.splice(calls.indexOf(mine), 1)
          resolve(answer === 'ok' ? { kind: 'ok', value: ok() } : answer)
          await settle()
        },
      }
      calls.push(mine)
    })
  const client: CloudClient = {
    hello: (_request: HelloRequest) =>
      call('hello', 0, 0, () => ({
        serverIncarnation: incarnation,
        now: 0,
        watermarks: [...server].map(([stream, seq]) => ({ stream, seq, hash: seq > 0 ? `${stream}-${seq}` : GENESIS_HASH })),
      })),
    ingest: (request: IngestRequest) =>
      call(request.stream, request.rows.length, request.rows[0]?.seq ?? 0, () => {
        const last = Math.max(server.get(request.stream) ?? 0, request.rows.at(-1)?.seq ?? 0)
        server.set(request.stream, last)
        return { acked: last, durable: last, rejected: [], serverIncarnation: incarnation, now: 0 }
      }),
  }
  const warnings: string[] = []
  const options = {
    ...{ source, client, clock, random: () => 0.5, soon: setImmediate, version: 'v', onChange: () => {}, onOnline: () => {} },
    ...more,
    log: { info: () => {}, warn: (_f: unknown, message: string) => void warnings.push(message) },
  }
  const push: Push = createPush(options)
  return { push, options, source, write, acked, clock, calls, server, settle, warnings, restore: () => (incarnation += '+') }
}
const names = (calls: readonly Call[]) => calls.map((c) => (c.what === 'hello' ? 'hello' : `${c.what} ${c.from}+${c.rows}`))
const offline = { kind: 'offline', reason: 'no network' } as const
const gapAt = (acked: number) => ({ kind: 'refused', refusal: { error: 'gap', message: 'missing', acked } }) as const

describe('the push', () => {
  it('[S5] says hello before the first batch, every minute after, and soon after the last row has gone', async () => {
    const t = setUp()
    t.write('money')
    t.push.start()
    expect(names(t.calls)).toEqual(['hello'])
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 1+1'])
    await t.calls[0]!.answer('ok')
    t.clock.pass(1999)
    expect(names(t.calls)).toEqual([])
    t.clock.pass(1)
    expect(names(t.calls)).toEqual(['hello'])
    await t.calls[0]!.answer('ok')
    t.clock.pass(59_999)
    expect(names(t.calls)).toEqual([])
    t.clock.pass(1)
    expect(names(t.calls)).toEqual(['hello'])
    t.push.stop()
    expect(t.clock.waiting()).toBe(0)
  })

  it('[S5] a ledger that cannot be read just then costs a hello, not the sync', async () => {
    const t = setUp()
    let broken = true
    const { oldestUnsent } = t.source
    Object.assign(t.source, {
      oldestUnsent: () => {
        if (broken) throw new Error('disk I/O error')
        return oldestUnsent()
      },
    })
    t.push.start()
    await t.settle()
    expect([t.calls, t.push.state().problem]).toEqual([[], 'the ledger: disk I/O error'])
    broken = false
    t.clock.pass(60_000)
    expect(names(t.calls)).toEqual(['hello'])
    t.push.stop()
  })

  it('[S1] [S2] works a money backlog off before anything else starts; small batches go side by side', async () => {
    const t = setUp()
    t.write('event', 3)
    t.write('money', 700)
    t.write('session', 2)
    t.push.start()
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 1+500'])
    t.write('money')
    t.write('event')
    await t.settle()
    expect(names(t.calls)).toEqual(['money 1+500'])
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 501+201', 'session 1+2', 'event 1+4'])
    t.push.stop()
  })

  it('[S2] once a full batch was taken, the next of a backlog travels behind the one under way, and no third', async () => {
    const t = setUp()
    t.write('money', 1_800)
    t.push.start()
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 1+500'])
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 501+500', 'money 1001+500'])
    // the answer to the second may be the first to arrive: it speaks for both
    await t.calls[1]!.answer('ok')
    expect(t.acked.get('money')).toBe(1_500)
    expect(names(t.calls)).toEqual(['money 501+500', 'money 1501+300'])
    await t.calls[0]!.answer('ok')
    t.write('money')
    await t.settle()
    expect(names(t.calls)).toEqual(['money 1501+300'])
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 1801+1'])
    expect(t.acked.get('money')).toBe(1_800)
    t.push.stop()
  })

  it('[S2] a batch that came before the one it follows takes nothing back, and goes again', async () => {
    const t = setUp()
    t.write('money', 1_700)
    t.push.start()
    await t.calls[0]!.answer('ok')
    await t.calls[0]!.answer('ok')
    await t.calls[1]!.answer(gapAt(500))
    expect(names(t.calls)).toEqual(['money 501+500'])
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 1001+500', 'money 1501+200'])
    expect([t.acked.get('money'), t.push.state().stuck.size]).toEqual([1_000, 0])
    // that gap was of an earlier moment; one met by the first of those under way counts
    await t.calls[0]!.answer(gapAt(700))
    expect(names(t.calls)).toEqual(['money 1501+200'])
    await t.calls[0]!.answer(gapAt(700))
    expect(names(t.calls)).toEqual(['money 701+500'])
    t.push.stop()
  })

  it('[S2] [S9] of two under way, a refusal of the first counts, one of the second only once it is the first', async () => {
    const t = setUp()
    t.write('money', 2_000)
    t.push.start()
    await t.calls[0]!.answer('ok')
    await t.calls[0]!.answer('ok')
    const broken = { kind: 'refused', refusal: { error: 'broken', message: 'no' } } as const
    await t.calls[1]!.answer(broken)
    expect(names(t.calls)).toEqual(['money 501+500'])
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 1001+500', 'money 1501+500'])
    await t.calls[0]!.answer(broken)
    // nothing new starts while the one behind it is on its way
    expect(names(t.calls)).toEqual(['money 1501+500'])
    await t.calls[0]!.answer(broken)
    expect(names(t.calls)).toEqual(['money 1001+250'])
    t.push.stop()
  })

  it('[S2] after a batch that failed they go one at a time again', async () => {
    const t = setUp()
    t.write('money', 1_700)
    t.push.start()
    await t.calls[0]!.answer('ok')
    await t.calls[0]!.answer('ok')
    await t.calls[0]!.answer(offline)
    t.clock.pass(600)
    expect(names(t.calls)).toEqual(['money 1001+500', 'hello'])
    await t.calls[1]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 1001+500'])
    await t.calls[0]!.answer(gapAt(500))
    expect(names(t.calls)).toEqual(['money 501+500'])
    t.push.stop()
  })

  it('[S3] an append goes at once when the link is up, and only with the timer when it is down', async () => {
    const t = setUp()
    t.push.start()
    await t.calls[0]!.answer('ok')
    t.write('session')
    await t.settle()
    expect(names(t.calls)).toEqual(['session 1+1'])
    await t.calls[0]!.answer(offline)
    t.write('session', 5)
    await t.settle()
    expect(names(t.calls)).toEqual([])
    expect(t.push.state()).toMatchObject({ online: false, problem: 'no network' })
    t.clock.pass(250)
    expect(names(t.calls)).toEqual(['hello'])
    t.push.stop()
  })

  it('[S4] waits longer each time, as long as the server asks, and starts over after a success', async () => {
    const t = setUp()
    t.push.start()
    const waits: number[] = []
    const failing: Answer<never>[] = [offline, offline, offline, { kind: 'later', reason: 'busy', waitMs: 9000 }, offline]
    for (const answer of failing) {
      await t.calls[0]!.answer(answer)
      const from = t.clock.wall()
      while (t.calls.length === 0) t.clock.pass(1)
      waits.push(t.clock.wall() - from)
    }
    expect(waits).toEqual([250, 500, 1000, 9000, 4000])
    await t.calls[0]!.answer('ok')
    t.write('money')
    await t.settle()
    await t.calls[0]!.answer(offline)
    t.clock.pass(250)
    expect(names(t.calls)).toEqual(['hello'])
    t.push.stop()
  })

  it('[S9] halves a refused batch down to one row, sets that row aside for later, and lets other streams pass', async () => {
    const t = setUp()
    t.write('money', 4)
    t.write('event', 1)
    t.push.start()
    await t.calls[0]!.answer('ok')
    const refuse = () => t.calls.find((c) => c.what === 'money')!.answer({ kind: 'refused', refusal: { error: 'tooLarge', message: 'no' } })
    await refuse()
    await refuse()
    expect(names(t.calls.filter((c) => c.what === 'money'))).toEqual(['money 1+1'])
    await refuse()
    expect(t.push.state().stuck.get('money')).toMatch(/one event is refused/)
    expect(names(t.calls)).toEqual(['event 1+1'])
    await t.calls[0]!.answer('ok')
    t.clock.pass(10_000)
    await t.settle()
    const money = t.calls.find((c) => c.what === 'money')!
    expect(money.rows).toBe(1)
    await money.answer('ok')
    expect(names(t.calls.filter((c) => c.what === 'money'))).toEqual(['money 2+2'])
    expect(t.push.state().stuck.size).toBe(0)
    t.push.stop()
  })

  it('[S8] [S12] goes back where a gap is, once; the same gap again means the rows are gone, and is said', async () => {
    const t = setUp()
    t.write('money', 3)
    t.acked.set('money', 2)
    t.server.set('money', 2)
    t.push.start()
    await t.calls[0]!.answer('ok')
    const gap = { kind: 'refused', refusal: { error: 'gap', message: 'missing', acked: 0 } } as const
    await t.calls[0]!.answer(gap)
    expect(names(t.calls)).toEqual(['money 1+3'])
    await t.calls[0]!.answer(gap)
    expect(t.push.state().stuck.get('money')).toMatch(/missing at the cloud and no longer on this box/)
    t.push.stop()
  })

  it('[S7] a cloud with another incarnation is asked before anything more is sent', async () => {
    const t = setUp()
    t.write('money', 2)
    t.push.start()
    await t.calls[0]!.answer('ok')
    t.restore()
    await t.calls[0]!.answer('ok')
    t.server.set('money', 1)
    expect(names(t.calls)).toEqual(['hello'])
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['money 2+1'])
    t.push.stop()
  })

  it('[S7] older epochs still on record are compared at the first contact and after a restore', async () => {
    const t = setUp()
    const corrections: unknown[] = []
    const past = { epoch: 'e-0', parentEpoch: null, heads: [{ stream: 'money' as const, seq: 9, hash: 'x', acked: 9, backlog: 0 }] }
    Object.assign(t.source, {
      pastEpochs: () => [past],
      unacknowledge: (...args: unknown[]) => void corrections.push(args),
    })
    t.push.start()
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['hello'])
    await t.calls[0]!.answer('ok')
    expect(corrections).toEqual([['money', 'e-0', 0]])
    t.push.stop()
  })

  it('[S25] a comparison that broke off is taken up by the next hello; a finished one is noted and not repeated after a restart', async () => {
    const t = setUp()
    const noted: string[] = []
    const head = { stream: 'money' as const, seq: 9, hash: 'x', acked: 9, backlog: 0 }
    const past = (epoch: string) => ({ epoch, parentEpoch: null, heads: [head] })
    Object.assign(t.source, {
      pastEpochs: () => [past('e-0'), past('e-00')],
      unacknowledge: () => {},
      knownCloud: () => noted.at(-1) ?? null,
      noteCloud: (cloud: string) => void noted.push(cloud),
    })
    t.push.start()
    await t.calls[0]!.answer('ok')
    await t.calls[0]!.answer('ok')
    await t.calls[0]!.answer({ kind: 'offline', reason: 'cut' })
    expect(noted).toEqual([])
    t.push.nudge()
    for (let i = 0; i < 3; i++) await t.calls[0]!.answer('ok')
    expect(noted).toEqual(['one'])
    t.push.stop()
    const again = createPush(t.options)
    again.start()
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual([])
    again.stop()
  })

  it('[S7] older epochs whose comparison got no answer are compared again after the next hello', async () => {
    const t = setUp()
    const corrections: unknown[] = []
    const heads = [{ stream: 'money' as const, seq: 9, hash: 'x', acked: 9, backlog: 0 }]
    Object.assign(t.source, {
      pastEpochs: () => [{ epoch: 'e-0', parentEpoch: null, heads }],
      unacknowledge: (...args: unknown[]) => void corrections.push(args),
    })
    t.push.start()
    await t.calls[0]!.answer('ok')
    await t.calls[0]!.answer(offline)
    expect(corrections).toEqual([])
    t.clock.pass(70_000)
    await t.calls[0]!.answer('ok')
    expect(names(t.calls)).toEqual(['hello'])
    await t.calls[0]!.answer('ok')
    expect(corrections).toEqual([['money', 'e-0', 0]])
    t.push.stop()
  })

  it('[S5] [S7] a cloud that stays behind, because the rows are gone here, is not asked any faster for it', async () => {
    const t = setUp()
    const heads = [{ stream: 'event' as const, seq: 9, hash: 'x', acked: 9, backlog: 0 }]
    Object.assign(t.source, { heads: () => heads, pastEpochs: () => [], unacknowledge: () => {} })
    t.push.start()
    await t.calls[0]!.answer('ok')
    let hellos = 0
    for (let second = 0; second < 600; second++) {
      t.clock.pass(1_000)
      if (!t.calls[0]) continue
      hellos += 1
      await t.calls[0].answer('ok')
    }
    expect(hellos).toBeLessThanOrEqual(12)
    t.push.stop()
  })

  it('[S8] what another incarnation acknowledges, or one that is no more, is not believed before a hello', async () => {
    const t = setUp()
    t.write('money', 2)
    t.push.start()
    await t.calls[0]!.answer('ok')
    t.restore()
    await t.calls[0]!.answer('ok')
    expect(t.acked.get('money')).toBeUndefined()
    expect(names(t.calls)).toEqual(['hello'])
    await t.calls[0]!.answer('ok')
    expect(t.acked.get('money')).toBe(2)
    t.push.stop()
  })

  it('[S8] a hello that overtakes nothing takes nothing back: an older answer never undoes a newer acknowledgement', async () => {
    const t = setUp()
    t.write('money', 2)
    t.push.start()
    await t.calls[0]!.answer('ok')
    // a hello leaves while the batch is under way; its answer will be of before the batch
    t.push.nudge()
    const hello = t.calls.find((c) => c.what === 'hello')!
    await t.calls.find((c) => c.what === 'money')!.answer('ok')
    expect(t.acked.get('money')).toBe(2)
    t.server.set('money', 0)
    await hello.answer('ok')
    expect(t.acked.get('money')).toBe(2)
    t.push.stop()
  })

  it('[S11] whatever fails and in whatever order, every row is at the cloud in the end, in order', async () => {
    const step = fc.constantFrom('write', 'ok', 'lost', 'offline', 'later', 'time', 'restore', 'secondOk')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        // two rows make a full batch, so that a second one travels behind it
        const t = setUp({ fullBatch: 2 })
        t.push.start()
        for (const what of steps) {
          const call = what === 'secondOk' ? t.calls[1] : t.calls[0]
          if (what === 'write') t.write('money', 3)
          else if (what === 'time') t.clock.pass(20_000)
          else if (what === 'restore') t.server.set('money', Math.floor((t.server.get('money') ?? 0) / 2))
          else if (call) {
            const here = t.server.get('money') ?? 0
            const early = call.what === 'money' && call.from > here + 1
            // lost: the cloud took it, the reply never came
            if (what === 'lost' && call.what === 'money' && !early) t.server.set('money', Math.max(here, call.from + call.rows - 1))
            if (what === 'ok' || what === 'secondOk') await call.answer(early ? gapAt(here) : 'ok')
            else await call.answer(what === 'later' ? { kind: 'later', reason: 'busy', waitMs: 5 } : offline)
          }
          await t.settle()
        }
        t.write('money')
        const total = steps.filter((s) => s === 'write').length * 3 + 1
        const done = () => t.server.get('money') === total && t.acked.get('money') === total
        for (let i = 0; i < 400 && !done(); i++) {
          const [call, here] = [t.calls[0], t.server.get('money') ?? 0]
          if (call) await call.answer(call.what === 'money' && call.from > here + 1 ? gapAt(here) : 'ok')
          else t.clock.pass(70_000)
          await t.settle()
        }
        t.push.stop()
        expect([t.server.get('money'), t.acked.get('money')]).toEqual([total, total])
      }),
      { numRuns: 60 },
    )
  })
})
