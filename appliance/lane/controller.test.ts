import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR } from './testing/sample-site.ts'

describe('the controller', () => {
  it('[L5] an event that comes while one is being worked on waits its turn', async () => {
    const bench = await createBench({ direction: 'exit' })
    const seen: string[] = []
    bench.lane().subscribe(({ screen }) => {
      seen.push(screen.kind)
      // a listener that drives the lane while it is being told about it
      if (screen.kind === 'reading') void bench.lane().command({ kind: 'help' })
    })
    await bench.arrive('ZZ999')
    // the reading, the call for help, the live picture, and the answer
    expect(seen).toEqual(['reading', 'reading', 'reading', 'notFound'])
    const kinds = bench.ledger.facts.log.map(({ kind }) => kind)
    expect(kinds.slice(0, 3)).toEqual(['presentation.opened', 'help.requested', 'observation.made'])
  })

  it('[L5] from the sighting to the barrier there is nothing to wait for', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.look('AB123')
    await bench.loop('armingLoop', true)
    bench.clock.advance(400)
    // one turn of the promise queue: the sighting's own
    await Promise.resolve()
    await Promise.resolve()
    await Promise.resolve()
    expect(bench.barrier.opens).toHaveLength(1)
  })

  it('[L5] the slow question of a decision is asked while the camera is at work', async () => {
    const bench = await createBench({ direction: 'entry' })
    for (let i = 0; i < 3; i++) bench.parked(`s${i}`, `XY${i}`, HOUR)
    let questions = 0
    const { sessionsInside } = bench.ledger
    bench.ledger.sessionsInside = () => {
      questions += 1
      return sessionsInside()
    }
    await bench.boot()
    bench.look('AB123')
    await bench.loop('armingLoop', true)
    const before = questions
    expect(before).toBeGreaterThan(0)
    await bench.wait(500)
    expect(bench.events('decision.made')).toMatchObject([{ result: 'denied', basis: 'full' }])
    expect(questions).toBe(before)
  })

  it('[L3] the barrier is asked only after the record has returned', async () => {
    const bench = await createBench({ direction: 'entry' })
    const order: string[] = []
    const { record } = bench.ledger
    bench.ledger.record = (events, personal) => {
      record(events, personal)
      order.push(...events.map(({ kind }) => kind))
    }
    const { open } = bench.barrier
    bench.barrier.open = (command) => {
      order.push('open')
      return open(command)
    }
    await bench.boot()
    await bench.arrive('AB123')
    expect(order.slice(0, 5)).toEqual(['presentation.opened', 'observation.made', 'decision.made', 'barrier.commanded', 'open'])
  })

  it('[L7] a plate is in no payload and in no line of the log', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'SECRET1', 2 * HOUR)
    await bench.arrive('SECRET2')
    await bench.tap({ kind: 'search', query: 'SECRET1' })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    await bench.driveThrough()
    expect(bench.events('session.ended')).toHaveLength(1)
    expect(JSON.stringify(bench.ledger.facts.log)).not.toContain('SECRET')
    expect(bench.logs.length).toBeGreaterThan(3)
    expect(bench.logs.join('\n')).not.toContain('SECRET')
  })

  it('[L67] the revision grows with what is seen, and only then', async () => {
    const bench = await createBench({ direction: 'entry' })
    const revisions: number[] = []
    bench.lane().subscribe(({ revision }) => revisions.push(revision))
    const first = bench.view().revision
    await bench.wait(60_000)
    expect(bench.view().revision).toBe(first)
    expect(bench.view().now).toBe(bench.clock.wall())
    await bench.arrive('AB123')
    expect(revisions).toEqual(revisions.map((_, i) => first + 1 + i))
    expect(bench.view().revision).toBe(revisions.at(-1))
  })

  it('[L67] what no event tells is seen within seconds: network, terminal, rate', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.online.value = false
    bench.terminal.setReady(false)
    await bench.wait(6_000)
    expect(bench.view()).toMatchObject({ online: false, cardReady: false })
  })

  it('[L67] a listener that fails hurts neither the lane nor the other listeners', async () => {
    const bench = await createBench({ direction: 'entry' })
    let told = 0
    bench.lane().subscribe(() => {
      throw new Error('broken screen')
    })
    const unsubscribe = bench.lane().subscribe(() => void told++)
    await bench.arrive('AB123')
    expect(bench.barrier.opens).toHaveLength(1)
    expect(told).toBeGreaterThan(1)
    unsubscribe()
    const before = told
    await bench.driveThrough()
    expect(told).toBe(before)
  })

  it('[L12] a camera that fails is an unread vehicle, not a stuck lane', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.camera.isBroken = true
    await bench.arrive('AB123')
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'unreadable' }])
    expect(bench.anomalies()).toEqual(['cameraDown'])
    expect(bench.barrier.opens).toHaveLength(1)
  })

  it('[L5] stopped, it hears and moves nothing, and says so', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.lane().stop()
    await bench.arrive('AB123')
    expect(bench.ledger.facts.log).toEqual([])
    expect(await bench.lane().attendantOpen({ by: 'Ana', reason: 'x', source: 'attendant' })).toMatchObject({ ok: false, code: 'stopped' })
  })
})
