import { DAY_MS } from '@gatehouse/domain/time.ts'
import { describe, expect, it } from 'vitest'
import type { Ledger } from './ledger.ts'
import { forgetMisreads } from './misreads.ts'
import { ended, observed, opened as presented, settled, started } from './testing/car.ts'
import { inMemory, NOW, opened } from './testing/fixture.ts'

/** One stay whose plate was read as `written` at the entry and as `seen` at the exit. */
function stay(
  ledger: Ledger,
  id: string,
  written: string,
  seen: string,
  { at = NOW, outcome = 'paid' as 'paid' | 'attendant' } = {},
): void {
  const plates = [
    { ref: `in-${id}`, text: written, country: null },
    { ref: `out-${id}`, text: seen, country: null },
  ]
  const end = ended(id, `pr-${id}`, at)
  if (end.kind !== 'session.ended') throw new Error('not an end')
  ledger.record(
    [
      started(id, null, `in-${id}`, at - 1_000),
      presented(`pr-${id}`, 'out', 'exit', at),
      observed(`ob-${id}`, `pr-${id}`, 'out', 'exit', `out-${id}`, at),
      settled(`pay-${id}`, `q-${id}`, id, at),
      { ...end, payload: { ...end.payload, observationId: `ob-${id}`, outcome } },
    ],
    { plates },
  )
}

const wrong = (ledger: Pick<Ledger, 'misreads'>) => ledger.misreads().filter(({ written, seen }) => written !== seen)

describe('what a box learns of its cameras', () => {
  it('[E35] a paid stay counts character by character, whatever its spaces; other ends teach nothing', () => {
    const { ledger } = inMemory()
    stay(ledger, 's1', 'AB 0123', 'ABO123')
    stay(ledger, 's2', 'CD456', 'CDA56', { outcome: 'attendant' })
    expect(wrong(ledger)).toEqual([{ written: '0', seen: 'O', count: 1 }])
    expect(ledger.misreads()).toContainEqual({ written: 'B', seen: 'B', count: 1 })
    expect(ledger.misreads()).not.toContainEqual(expect.objectContaining({ written: 'C' }))
  })

  it('[E35] a plate a person put right counts as well', () => {
    const { ledger } = inMemory()
    ledger.record([started('s1', null, 'read', NOW)], { plates: [{ ref: 'read', text: 'MK1', country: null }] })
    ledger.record([{ kind: 'plate.corrected', payload: { sessionId: 's1', plateRef: 'right', by: 'Ana', reason: null, at: NOW } }], {
      plates: [{ ref: 'right', text: 'MKI', country: null }],
    })
    expect(wrong(ledger)).toEqual([{ written: '1', seen: 'I', count: 1 }])
  })

  it('[E36] two plates that are not one misread teach nothing: somebody paid for another car', () => {
    const { ledger } = inMemory()
    stay(ledger, 's1', 'AB123', 'XY987')
    stay(ledger, 's2', 'AB123', 'AB12')
    expect(ledger.misreads()).toEqual([])
  })

  it('[E36] one day adds little to a pair, however often it is told; another day adds again', () => {
    const { ledger } = inMemory()
    for (let n = 0; n < 30; n++) stay(ledger, `a${n}`, 'AB8', 'ABB')
    expect(wrong(ledger)).toEqual([{ written: '8', seen: 'B', count: 3 }])
    stay(ledger, 'b', 'AB8', 'ABB', { at: NOW + DAY_MS })
    expect(wrong(ledger)).toEqual([{ written: '8', seen: 'B', count: 4 }])
  })

  it('[E36] a day has room for forty kinds of misread, and half a year is remembered', () => {
    const { ledger } = inMemory()
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    for (const a of letters.slice(0, 4)) for (const b of letters.slice(4)) stay(ledger, a + b, `${a}77`, `${b}77`)
    expect(wrong(ledger)).toHaveLength(40)
    stay(ledger, 'later', 'O77', '077', { at: NOW + 200 * DAY_MS })
    expect(wrong(ledger)).toEqual([{ written: 'O', seen: '0', count: 1 }])
  })

  it('[E37] it outlives a restart, stands in no log, hangs on no replay, and is forgotten on request beside a running box', () => {
    const box = opened()
    stay(box.ledger, 's1', 'AB0123', 'ABO123')
    const again = box.again()
    expect(wrong(again)).toHaveLength(1)
    expect(again.stateDifferences()).toEqual([])
    expect(forgetMisreads(box.options.path)).toBeGreaterThan(0)
    expect(again.misreads()).toEqual([])
  })
})
