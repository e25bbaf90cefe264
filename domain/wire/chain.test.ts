import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowHash, rowHashInput, verifyChain } from './chain.ts'
import type { LogRow } from './event.ts'
import { eventsV1 } from './events.fixture.ts'
import { GENESIS_HASH } from './sync.ts'

const sha256Hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** A chained stream of the given payloads. */
function chainOf(payloads: readonly unknown[]): LogRow[] {
  let prevHash = GENESIS_HASH
  return payloads.map((payload, i) => {
    const row = {
      stream: 'session' as const,
      epoch: 'e1',
      seq: i + 1,
      eventId: `ev${i}`,
      kind: 'anomaly.noted',
      v: 1,
      wall: 1_782_000_000_000 + i,
      bootId: 'b1',
      mono: i + 0.25,
      clockQuality: 'trusted' as const,
      payload,
    }
    const hash = rowHash(row, prevHash, sha256Hex)
    const chained = { ...row, prevHash, hash }
    prevHash = hash
    return chained
  })
}

const sample = chainOf(eventsV1.map((event) => event.payload))
const walk = (rows: readonly LogRow[], from = GENESIS_HASH, first = 1) => verifyChain(rows, from, first, sha256Hex)

describe('rowHashInput', () => {
  const [first] = chainOf([{ laneId: 'in', code: 'x' }])

  it('[W3] is the hash before, then the row without its hashes, keys sorted', () => {
    expect(first && rowHashInput(first, GENESIS_HASH)).toBe(
      `${GENESIS_HASH}{"bootId":"b1","clockQuality":"trusted","epoch":"e1","eventId":"ev0","kind":"anomaly.noted","mono":0.25,` +
        '"payload":{"code":"x","laneId":"in"},"seq":1,"stream":"session","v":1,"wall":1782000000000}',
    )
  })

  it('[W3] does not hash what a database adds to a row', () => {
    const stored = { ...(first as LogRow), acked: 1, id: 77 }
    expect(rowHashInput(stored, GENESIS_HASH)).toBe(rowHashInput(first as LogRow, GENESIS_HASH))
  })

  it('[W3] is the same after a round through JSON, whatever order the keys came back in', () => {
    for (const row of sample) {
      const back = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(row).reverse()))) as LogRow
      expect(rowHash(back, row.prevHash, sha256Hex)).toBe(row.hash)
    }
  })

  it('[W3] golden: this row has this hash for ever', () => {
    // 64 zeros, then {"bootId":"b1",…,"payload":{"a":[null,"ü"],"b":1},…} in key order, through sha256sum
    const row = {
      stream: 'money' as const,
      epoch: 'e1',
      seq: 1,
      eventId: 'ev0',
      kind: 'k',
      v: 1,
      wall: 5,
      bootId: 'b1',
      mono: 1.5,
      clockQuality: 'trusted' as const,
      payload: { b: 1, a: [null, 'ü'] },
    }
    expect(rowHash(row, GENESIS_HASH, sha256Hex)).toBe('a0abb8ca6b772059e236d6ac1f2f5a202e90e5c3943aa6f3fd22cd98ad1ca927')
  })
})

describe('verifyChain', () => {
  it('[W3] accepts a chain and returns its head', () => {
    expect(walk(sample)).toEqual({ ok: true, head: sample.at(-1)?.hash })
  })

  it('[W3] accepts nothing after any head', () => {
    expect(walk([], 'abc', 9)).toEqual({ ok: true, head: 'abc' })
  })

  it('[W3] accepts any later part from the hash before it', () => {
    for (let cut = 1; cut < sample.length; cut++) {
      expect(walk(sample.slice(cut), sample[cut - 1]?.hash, cut + 1)).toMatchObject({ ok: true })
    }
  })

  it('[W3] walks rows that carry no hashes, as the wire sends them', () => {
    const bare = sample.map(({ hash: _hash, prevHash: _prevHash, ...row }) => row)
    expect(verifyChain(bare, GENESIS_HASH, 1, sha256Hex)).toEqual({ ok: true, head: sample.at(-1)?.hash })
  })

  it('[W3] any changed field of any row shows at that row', () => {
    const fields: readonly (keyof LogRow)[] = [
      'epoch',
      'eventId',
      'kind',
      'v',
      'wall',
      'bootId',
      'mono',
      'clockQuality',
      'stream',
      'payload',
    ]
    fc.assert(
      fc.property(fc.nat(sample.length - 1), fc.constantFrom(...fields), (at, field) => {
        const forged = sample.map((row, i) => (i === at ? { ...row, [field]: typeof row[field] === 'number' ? 999_999 : 'forged' } : row))
        expect(walk(forged as LogRow[])).toEqual({ ok: false, seq: at + 1, problem: 'was changed after it was written' })
      }),
    )
  })

  it('[W3] a row left out, twice or in another place shows', () => {
    fc.assert(
      fc.property(fc.nat(sample.length - 2), (at) => {
        expect(walk(sample.toSpliced(at, 1))).toMatchObject({ ok: false, seq: at + 1 })
        const row = sample[at] as LogRow
        expect(walk(sample.toSpliced(at, 0, row))).toMatchObject({ ok: false, seq: at + 2 })
        expect(walk(sample.toSpliced(at, 2, sample[at + 1] as LogRow, row))).toMatchObject({ ok: false, seq: at + 1 })
      }),
    )
  })

  it('[W3] a chain that was rewritten from some row on does not fit its old head', () => {
    const rewritten = chainOf(eventsV1.map((event, i) => (i === 3 ? { forged: true } : event.payload)))
    const verdict = walk(rewritten)
    expect(verdict).toMatchObject({ ok: true })
    expect(verdict.ok && verdict.head).not.toBe(sample.at(-1)?.hash)
  })

  it('[W3] a row that does not continue the one before shows', () => {
    expect(walk(sample, 'f'.repeat(64))).toEqual({ ok: false, seq: 1, problem: 'does not continue the row before it' })
  })
})
