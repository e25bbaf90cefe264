import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { describe, expect, it } from 'vitest'
import { imageFolder } from './image-store.ts'
import type { Ledger } from './ledger.ts'
import { settled, started } from './testing/car.ts'
import { NOW, type Opened, opened } from './testing/fixture.ts'

const KB = 1_000
const picture = (ref: string) => ({ ref, jpeg: new Uint8Array(10 * KB).fill(1), takenAt: NOW })
const fileOf = ({ options }: Opened, ref: string): string => {
  const name = imageFolder('').nameOf(ref)
  return join(`${options.path}-images`, name.slice(0, 2), `${name}.jpg`)
}

/** A car with a picture at its entry; `left`: it has gone. */
function car(ledger: Ledger, n: string, left: boolean): void {
  const session = started(`s-${n}`, null, null, NOW)
  const begun = { ...session, payload: { ...session.payload, imageRef: n } } as DomainEvent
  const end = { sessionId: `s-${n}`, presentationId: null, laneId: 'out', observationId: null, actualEnd: NOW, outcome: 'paid' as const }
  ledger.record([begun, ...(left ? [{ kind: 'session.ended', payload: end } as const] : [])], { images: [picture(n)] })
}
const kept = (ledger: Ledger, ...refs: string[]) => refs.filter((ref) => ledger.image(ref) !== null)

describe('a full disk', () => {
  it('[E34] costs pictures the cloud has, then the oldest it has not, then those of cars inside', () => {
    const box = opened()
    const { ledger } = box
    car(ledger, 'inside', false)
    for (const [n, left] of [
      ['old', true],
      ['sent', true],
      ['new', true],
    ] as const) {
      box.clock.at += 1
      car(ledger, n, left)
    }
    ledger.pictureSettled('sent')
    const all = ['inside', 'old', 'sent', 'new']
    expect(ledger.makeRoom(1)).toEqual({ pictures: 1, unsent: 0, bytes: 10 * KB, logRows: 0, more: false })
    expect(kept(ledger, ...all)).toEqual(['inside', 'old', 'new'])
    expect(existsSync(fileOf(box, 'sent'))).toBe(false)
    expect(ledger.makeRoom(10 * KB)).toMatchObject({ pictures: 1, unsent: 1 })
    expect(kept(ledger, ...all)).toEqual(['inside', 'new'])
    expect(ledger.picturesWaiting()).toEqual({ count: 2, bytes: 20 * KB })
    expect(ledger.makeRoom(20 * KB)).toMatchObject({ pictures: 2 })
    expect(kept(ledger, ...all)).toEqual([])
    expect(ledger.makeRoom(KB)).toMatchObject({ pictures: 0, bytes: 0 })
    expect(ledger.nextPicture()).toBeNull()
    expect(kept(box.again(), ...all)).toEqual([])
  })

  it('[E34] never costs a row the cloud does not have for good, money at all, or a car that is inside', () => {
    const box = opened()
    const { ledger } = box
    car(ledger, 'inside', false)
    ledger.record([
      settled('p-1', 'q-1', 's-inside', NOW),
      { kind: 'hold.changed', payload: { laneId: 'in', reason: 'fire', held: true, at: NOW } },
    ])
    const before = { money: ledger.pending('money', 9), session: ledger.pending('session', 9), event: ledger.pending('event', 9) }
    expect(ledger.makeRoom(Number.MAX_SAFE_INTEGER)).toMatchObject({ pictures: 1, logRows: 0 })
    expect({ money: ledger.pending('money', 9), session: ledger.pending('session', 9), event: ledger.pending('event', 9) }).toEqual(before)
    for (const { stream, seq } of ledger.heads()) ledger.acknowledge(stream, ledger.epoch, seq, seq)
    const { logRows } = ledger.makeRoom(Number.MAX_SAFE_INTEGER)
    expect(logRows).toBe(before.session!.rows.length + before.event!.rows.length)
    expect(ledger.verifyChain()).toMatchObject({ ok: true })
    ledger.unacknowledge('money', ledger.epoch, 0)
    expect(ledger.pending('money', 9)?.rows.map(({ kind }) => kind)).toEqual(['payment.settled'])
    expect(ledger.sessionInside('s-inside')).not.toBeNull()
    expect(box.again().verifyChain()).toMatchObject({ ok: true })
  })

  it('[E34] a picture given up is evidence lost, not erased: nothing tells the cloud to erase its copy', () => {
    const { ledger } = opened()
    car(ledger, 'a', true)
    const rows = () => ledger.pending('event', 99)?.rows.filter(({ kind }) => kind === 'personal.erased').length ?? 0
    ledger.makeRoom(1)
    expect([ledger.image('a'), rows()]).toEqual([null, 0])
    expect(ledger.erase({ imageRef: 'a' })).toBe(true)
    expect(rows()).toBe(1)
  })
})
