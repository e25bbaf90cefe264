import { describe, expect, it } from 'vitest'
import { quoted, settled } from './testing/car.ts'
import { NOW, opened } from './testing/fixture.ts'

const euros = (count: number, sumMinor: number) => ({ currency: 'EUR', count, sumMinor })

describe('the money of the log', () => {
  it('[S83] is told as far as the cloud has acknowledged it, epoch by epoch, by currency, in pieces', () => {
    const it = opened()
    const first = it.ledger.epoch
    const pay = (n: number, over: object = {}) => {
      const event = settled(`p${n}`, 'q', 's', NOW, n)
      it.ledger.record([quoted(`q${n}`, 's', NOW), { ...event, payload: { ...event.payload, ...over } }])
    }
    const behind = (place: { epoch: string; seq: number } | null, rows = 100) => it.ledger.moneyLog.moneyBehind(place, rows)
    expect(behind(null)).toBeNull()
    for (const n of [1, 2, 3]) pay(n)
    pay(4, { currency: 'CHF' })
    // written is not acknowledged
    expect(behind(null)).toBeNull()
    it.ledger.acknowledge('money', first, 6, 6)
    expect(behind(null)).toEqual({ epoch: first, after: 0, upTo: 6, sums: [euros(3, 6)] })
    expect(behind(null, 2)).toEqual({ epoch: first, after: 0, upTo: 2, sums: [euros(1, 1)] })
    expect(behind({ epoch: first, seq: 2 }, 3)).toEqual({ epoch: first, after: 2, upTo: 5, sums: [euros(1, 2)] })
    expect(behind({ epoch: first, seq: 6 })).toBeNull()

    it.again()
    const second = it.ledger.epoch
    pay(5)
    it.ledger.acknowledge('money', second, 2, 2)
    // what of the earlier epoch is still to be sent comes first
    expect(behind({ epoch: first, seq: 6 })).toBeNull()
    it.ledger.acknowledge('money', first, 8, 8)
    expect(behind({ epoch: first, seq: 6 })).toEqual({ epoch: first, after: 6, upTo: 8, sums: [{ ...euros(1, 4), currency: 'CHF' }] })
    expect(behind({ epoch: first, seq: 8 })).toEqual({ epoch: second, after: 0, upTo: 2, sums: [euros(1, 5)] })
    expect(behind({ epoch: second, seq: 2 })).toBeNull()
    // a place nobody knows is no place
    expect(behind({ epoch: 'elsewhere', seq: 3 }, 2)).toMatchObject({ epoch: first, after: 0 })

    expect(it.ledger.moneyLog.moneyNote()).toBeNull()
    it.ledger.moneyLog.noteMoney('one')
    it.ledger.moneyLog.noteMoney('two')
    it.again()
    expect(it.ledger.moneyLog.moneyNote()).toBe('two')
  })
})
