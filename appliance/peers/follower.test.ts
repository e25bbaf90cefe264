import { rowHash } from '@gatehouse/domain/wire/chain.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeBatch, noMark } from './judge-batch.ts'
import { foldSite } from './site-fold.ts'
import { lossySite } from './testing/lossy-site.ts'
import { memoryStore, sha256Hex } from './testing/memory-store.ts'
import { entered, left, offered, paid, T0, validated } from './testing/visits.ts'
import { readMessage, rowBatch } from './wire.ts'

/** a small deterministic stream of 0 ≤ x < 1 (mulberry32) */
function diceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('boxes on a network that loses, repeats and reorders', () => {
  it('[N4, N6, N7, N10, N22] end with the same rows, the same sessions and the same money, whatever happened in between', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 2, max: 4 }),
        fc.array(fc.nat(9), { minLength: 3, maxLength: 14 }),
        (seed, boxes, plot) => {
          const dice = diceOf(seed)
          const site = lossySite(boxes, dice)
          let n = 0
          const any = () => site.stores[Math.floor(dice() * boxes)] as (typeof site.stores)[number]
          for (const step of plot) {
            n += 1
            const session = `s${Math.floor(dice() * n)}`
            if (step < 4) any().write([entered(`s${n}`, T0 + n)])
            else if (step < 6) any().write([left(session, T0 + n * 10, `out-${step}`)])
            else if (step < 8) any().write([offered(`q${n}`, session, 500), paid(`p${n}`, `q${n}`, session, 500)])
            else if (step === 8) any().reopen()
            else if (dice() < 0.5) site.cut()
            else any().write([validated(`v${n}`, session)])
            site.shake(Math.floor(dice() * 25))
          }
          site.heal()
          const [first, ...others] = site.stores.map((store) => foldSite(store.events()))
          for (const other of others) {
            expect([...other.sessions].sort()).toEqual([...(first?.sessions ?? [])].sort())
            expect(other.anomalies).toEqual(first?.anomalies)
          }
          for (const [at, store] of site.stores.entries())
            for (const [of, author] of site.stores.entries()) {
              if (at === of) continue
              const name = (row: { stream: string; epoch: string; seq: number; hash: string }) =>
                `${row.stream} ${row.epoch} ${row.seq} ${row.hash}`
              expect(store.rowsOf(author.device).map(name).sort()).toEqual(author.rowsOf(author.device).map(name).sort())
              expect(site.follower(at, of).state()).toMatchObject({ connected: true, behind: 0, problems: [] })
            }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('[N6] a long absence is caught up in batches, money and sessions before anything else', () => {
    const site = lossySite(2, () => 0.99)
    const [a, b] = site.stores
    site.cut()
    for (let i = 0; i < 450; i++) a?.write([entered(`s${i}`), validated(`v${i}`, `s${i}`)])
    site.heal()
    expect(b?.rowsOf('box-0')).toHaveLength(900)
    const firstSession = b?.rowsOf('box-0').findIndex((row) => row.stream === 'session') ?? -1
    expect(
      b
        ?.rowsOf('box-0')
        .slice(0, firstSession)
        .every((row) => row.stream === 'money'),
    ).toBe(true)
    expect(firstSession).toBe(450)
  })
})

describe('a sibling’s rows', () => {
  const author = memoryStore('a')
  author.write([entered('s1'), left('s1', T0 + 1), entered('s2')])
  const whole = author.ownRows('session', author.epoch, 0, 10)
  if (!whole) throw new Error('three rows were written')

  it('[N2] are taken when they continue the mark, and the same again are known', () => {
    const verdict = judgeBatch(whole, noMark, sha256Hex)
    expect(verdict).toMatchObject({ kind: 'next', mark: { seq: 3, hash: whole.hash } })
    expect(judgeBatch(whole, { seq: 3, hash: whole.hash }, sha256Hex)).toEqual({ kind: 'known' })
    const tail = author.ownRows('session', author.epoch, 2, 10)
    if (!tail) throw new Error('a third row was written')
    expect(judgeBatch(tail, noMark, sha256Hex)).toEqual({ kind: 'gap' })
    expect(judgeBatch(whole, { seq: 2, hash: tail.prevHash }, sha256Hex)).toMatchObject({ kind: 'next', rows: [{ seq: 3 }] })
  })

  it('[N2] are refused when anything in them was changed on the way', () => {
    const bend = fc.constantFrom('payload', 'wall', 'seq', 'eventId', 'kind', 'hash', 'drop', 'swap' as const)
    fc.assert(
      fc.property(bend, fc.nat(2), (what, at) => {
        const rows = whole.rows.map((row) => ({ ...row }))
        const row = rows[at] as (typeof rows)[number]
        if (what === 'payload') row.payload = { ...(row.payload as object), laneId: 'elsewhere' }
        if (what === 'wall') row.wall += 1
        if (what === 'seq') row.seq += 1
        if (what === 'eventId') row.eventId = 'other'
        if (what === 'kind') row.kind = 'help.requested'
        if (what === 'drop') rows.splice(at, 1)
        if (what === 'swap') rows.reverse()
        const hash = what === 'hash' ? 'f'.repeat(64) : whole.hash
        expect(judgeBatch({ ...whole, rows, hash }, noMark, sha256Hex).kind).toBe('broken')
      }),
    )
  })

  it('[N18] follow each other by their numbers, whatever time of day each was written at', () => {
    let hash = noMark.hash
    // the clock fell back by weeks between them, then leapt to 2038
    const rows = whole.rows.map((row, i) => ({ ...row, wall: [T0, T0 - 4e9, Date.UTC(2038, 0, 19)][i] ?? T0 }))
    for (const row of rows) hash = rowHash(row, hash, sha256Hex)
    const verdict = judgeBatch({ ...whole, rows, hash }, noMark, sha256Hex)
    expect(verdict).toMatchObject({ kind: 'next', mark: { seq: 3, hash }, rows: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] })
  })

  it('[N3] of another history are a fork', () => {
    const copy = memoryStore('a')
    copy.write([entered('other'), left('other', T0 + 1), entered('s9'), entered('s10')])
    const other = copy.ownRows('session', copy.epoch, 0, 10)
    if (!other) throw new Error('rows were written')
    expect(judgeBatch(other, { seq: 3, hash: whole.hash }, sha256Hex)).toEqual({ kind: 'fork', seq: 3 })
  })

  it('[N2] money is never skipped: a jump over removed rows is for other streams only', () => {
    const tail = author.ownRows('session', author.epoch, 2, 10)
    if (!tail) throw new Error('a third row was written')
    expect(judgeBatch({ ...tail, pruned: true }, noMark, sha256Hex)).toMatchObject({ kind: 'next', rows: [{ seq: 3 }] })
    author.write([validated('v1', 's1'), validated('v2', 's1')])
    const money = author.ownRows('money', author.epoch, 1, 10)
    if (!money) throw new Error('two rows were written')
    expect(judgeBatch({ ...money, pruned: true }, noMark, sha256Hex)).toEqual({ kind: 'gap' })
  })
})

describe('what a sibling sends', () => {
  it('[N9] whatever it is, never throws, and what is no message changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (payload) => {
        const site = lossySite(2, () => 0.9)
        const follower = site.follower(1, 0)
        follower.head(payload)
        follower.rows(payload)
        follower.terms(payload)
        follower.answered(payload)
        expect(site.stores[1]?.rowsOf('box-0')).toEqual([])
        expect(readMessage(rowBatch, payload)).toBe('malformed')
      }),
      { numRuns: 100 },
    )
  })

  it('[N3] a copied card stops that strand, in words, and no other', () => {
    const site = lossySite(2, () => 0.99)
    const follower = site.follower(1, 0)
    site.stores[0]?.write([entered('s1')])
    site.heal()
    const copy = memoryStore('box-0')
    copy.write([entered('other'), entered('more')])
    follower.rows(JSON.stringify(copy.ownRows('session', copy.epoch, 0, 10)))
    expect(follower.state().problems).toEqual(['two histories of its session log meet at row 1: was its card copied?'])
    site.stores[0]?.write([validated('v1', 's1')])
    site.heal()
    expect(site.stores[1]?.rowsOf('box-0').map((row) => row.kind)).toEqual(['session.started', 'validation.granted'])
  })

  it('[N2] a log that never verifies is shown after three tries', () => {
    const site = lossySite(2, () => 0.99)
    const follower = site.follower(1, 0)
    const author = memoryStore('box-0')
    author.write([entered('s1')])
    const batch = { ...author.ownRows('session', author.epoch, 0, 10), hash: 'e'.repeat(64) }
    for (let i = 0; i < 3; i++) follower.rows(JSON.stringify(batch))
    expect(follower.state().problems).toMatchObject([expect.stringContaining('its session log does not verify, row 1')])
  })
})
