import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StreamHead } from './ports.ts'
import { reconcile } from './reconcile.ts'

const head = (seq: number, acked: number): StreamHead => ({ stream: 'money', seq, hash: `h${seq}`, acked, backlog: seq - acked })
const there = (seq: number, hash = `h${seq}`) => [{ stream: 'money' as const, seq, hash }]

describe('[S8] where two sides stand', () => {
  it('the same place: nothing to do; a lost reply: believed; a restored cloud: sent again', () => {
    expect(reconcile([head(5, 3)], there(3))).toEqual([])
    expect(reconcile([head(5, 3)], there(5))).toEqual([{ kind: 'acknowledge', stream: 'money', seq: 5 }])
    expect(reconcile([head(5, 3)], there(1))).toEqual([{ kind: 'unacknowledge', stream: 'money', seq: 1 }])
    expect(reconcile([head(5, 3)], [])).toEqual([{ kind: 'unacknowledge', stream: 'money', seq: 0 }])
    expect(reconcile([head(0, 0)], [])).toEqual([])
  })

  it('[S18] rows we never wrote, or another last row: a stranger', () => {
    expect(reconcile([head(5, 3)], there(6))).toEqual([{ kind: 'stranger', stream: 'money', seq: 6 }])
    expect(reconcile([head(5, 5)], there(5, 'other'))).toEqual([{ kind: 'stranger', stream: 'money', seq: 5 }])
  })

  it('for all positions, afterwards we stand where the cloud stands, or know it is a stranger', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(25), (a, b, seq) => {
        const h = head(Math.max(a, b), Math.min(a, b))
        const [correction] = reconcile([h], there(seq))
        if (seq > h.seq) expect(correction?.kind).toBe('stranger')
        else expect(correction?.seq ?? h.acked).toBe(seq)
      }),
    )
  })
})
