import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { LaneEvent } from './events.ts'
import { transition } from './machine.ts'
import { table } from './rows/table.ts'
import type { Lane, StateKind } from './states.ts'
import { sampleContext, sampleEvents, sampleLanes } from './testing/sample-states.ts'
import { timersOf, timersToStop } from './timers.ts'

const kinds = Object.keys(table) as StateKind[]

describe('the table', () => {
  it('[L1] every state answers every event', () => {
    expect(kinds).toHaveLength(15)
    for (const kind of kinds)
      expect(Object.keys(table[kind]).sort(), kind).toEqual([...new Set(sampleEvents.map((event) => event.kind))].sort())
  })

  it.each(kinds)('[L1] [L2] %s: pure, serialisable, one record first', (kind) => {
    const lanes = sampleLanes.filter(({ state }) => state.kind === kind)
    expect(lanes.length).toBeGreaterThan(0)
    for (const lane of lanes)
      for (const place of ['entry', 'exit', 'pay point'] as const) for (const event of sampleEvents) walk(lane, event, place)
  })

  it('[L1] a timer a state does not know changes nothing', () => {
    for (const lane of sampleLanes) {
      const known = timersOf[lane.state.kind]
      for (const event of sampleEvents) {
        if (event.kind !== 'timer' || known.includes(event.name)) continue
        expect(transition(lane, event, sampleContext('exit')).next, `${lane.state.kind} ${event.name}`).toEqual(lane)
      }
    }
  })
})

/** Plain comparisons: ten thousand cells are walked, and an assertion library is slow at that. */
function walk(lane: Lane, event: LaneEvent, place: 'entry' | 'exit' | 'pay point'): void {
  const where = `${place} ${JSON.stringify(event)} in ${JSON.stringify(lane)}`
  const holds = (what: string, isTrue: boolean) => {
    if (!isTrue) throw new Error(`${what}: ${where}`)
  }
  const before = JSON.stringify(lane)
  const built = place !== 'pay point'
  const has = { arm: built, loops: built, camera: built }
  const context = () => sampleContext(place === 'entry' ? 'entry' : 'exit', { has })
  const [first, second] = [transition(lane, event, context()), transition(lane, event, context())]
  holds('the same twice', isDeepStrictEqual(first, second))
  holds('the given lane is not changed', JSON.stringify(lane) === before)
  holds('the state survives JSON', isDeepStrictEqual(JSON.parse(JSON.stringify(first.next)), first.next))
  const records = first.effects.filter(({ kind }) => kind === 'record')
  holds('one record, first', records.length === 0 || (records.length === 1 && first.effects[0] === records[0]))
  for (const effect of first.effects) {
    if (effect.kind === 'startTimer') holds('a timer of its state', timersOf[first.next.state.kind].includes(effect.name))
    if (effect.kind === 'openBarrier') holds('on record', isOnRecord(effect.command.commandId, first.effects[0], lane))
  }
}

/** A command in flight was recorded when it was first sent; a new one is in this very record. */
function isOnRecord(commandId: string, record: ReturnType<typeof transition>['effects'][number] | undefined, lane: Lane): boolean {
  if (lane.state.kind === 'opening' && lane.state.command.commandId === commandId) return true
  const recorded = record?.kind === 'record' ? record.events : []
  return recorded.some((event) => event.kind === 'barrier.commanded' && event.payload.commandId === commandId)
}

describe('timers', () => {
  it('[L1] entering a state stops every timer of the one before, but for the gap and the doubt', () => {
    for (const from of kinds) {
      expect(timersToStop(from, from)).toEqual([])
      for (const to of kinds.filter((kind) => kind !== from)) {
        const kept = timersOf[from].filter((name) => !timersToStop(from, to).includes(name))
        const expected = timersOf[from].filter((name) => (name === 'gap' || name === 'reconcile') && timersOf[to].includes(name))
        expect(kept, `${from} to ${to}`).toEqual(expected)
      }
    }
  })
})

describe('the rules', () => {
  it('[L1] every rule of SPEC.md has a test that carries its number, and no test names a rule that is not there', () => {
    const folder = import.meta.dirname
    const rules = [...readFileSync(`${folder}/SPEC.md`, 'utf8').matchAll(/\*\*L(\d+)\*\*/g)].map(([, n]) => Number(n)).sort((a, b) => a - b)
    expect(rules).toEqual(rules.map((_, i) => i + 1))
    const tests = readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
      .join('\n')
    const named = new Set([...tests.matchAll(/\[L(\d+)\]/g)].map(([, n]) => Number(n)))
    expect(rules.filter((n) => !named.has(n))).toEqual([])
    expect([...named].filter((n) => !rules.includes(n))).toEqual([])
  })
})
