import { DAY_MS } from '@gatehouse/domain/time.ts'
import type { HelloRequest, MoneySum } from '@gatehouse/domain/wire/sync.ts'
import { describe, expect, it } from 'vitest'
import { openMoneyCheck } from './money-check.ts'
import type { MoneyLog } from './ports.ts'

type Asked = NonNullable<HelloRequest['money']>
const euros = (count: number, sumMinor: number): MoneySum => ({ currency: 'EUR', count, sumMinor })

/** Money rows of one epoch, every one a payment of so many cents; `rows` of them are acknowledged. */
function log(cents: readonly number[]) {
  let note: string | null = null
  const money: MoneyLog = {
    moneyBehind(place, rows) {
      const after = place?.seq ?? 0
      const piece = cents.slice(after, after + Math.min(rows, 3))
      const sums =
        piece.length === 0
          ? []
          : [
              euros(
                piece.length,
                piece.reduce((a, b) => a + b, 0),
              ),
            ]
      return piece.length === 0 ? null : { epoch: 'e', after, upTo: after + piece.length, sums }
    },
    moneyNote: () => note,
    noteMoney: (text) => {
      note = text
    },
  }
  return { money, spoil: () => (note = '{"from":"another release"}') }
}
const answer = (asked: Asked, sums: readonly MoneySum[] = asked.sums) => ({ ...asked, sums: [...sums] })

function checking(cents: number[]) {
  let now = 1_000
  const { money, spoil } = log(cents)
  const open = () => openMoneyCheck(money, () => now)
  return { ...{ open, spoil }, pass: (ms: number) => (now += ms), check: open() }
}
/** Everything there is, compared with a cloud that has the same; how many pieces that took. */
function compareAll(check: ReturnType<typeof openMoneyCheck>, cloud = 'c'): number {
  for (let pieces = 0; ; pieces++) {
    const asked = check.next(cloud)
    if (!asked) return pieces
    check.heard(answer(asked))
  }
}

describe('the money of a box and the books of its cloud', () => {
  it('[S83] are compared from the first row on, a piece at each hello, and on after a restart', () => {
    const { check, open } = checking([1, 2, 3, 4, 5])
    expect(check.state()).toBeNull()
    const first = check.next('c')
    expect(first).toEqual({ epoch: 'e', after: 0, upTo: 3, sums: [euros(3, 6)], since: null, before: [] })
    check.heard(answer(first!))
    expect(check.state()).toEqual({ at: 1_000, since: null, equal: [euros(3, 6)], differs: null })
    const again = open()
    expect(again.next('c')).toMatchObject({ after: 3, upTo: 5, before: [euros(3, 6)] })
    expect(compareAll(again)).toBe(1)
    expect(again.state()?.equal).toEqual([euros(5, 15)])
    expect(again.next('c')).toBeNull()
  })

  it('[S83] nothing is asked before the box is sure of what was acknowledged, and no answer changes nothing', () => {
    const { check } = checking([1, 2])
    expect(check.next(null)).toBeNull()
    check.heard({ epoch: 'e', after: 0, upTo: 2, sums: [] })
    const asked = check.next('c')
    check.heard(undefined)
    expect([check.state(), check.next('c')]).toEqual([null, asked])
    // nor does one to another question
    check.heard({ ...answer(asked!), upTo: 1 })
    expect(check.state()).toBeNull()
  })

  it('[S83] a difference is told, and the same piece asked about until the two agree', () => {
    const { check, open, pass } = checking([1, 2, 3, 4])
    const asked = check.next('c')!
    check.heard(answer(asked, [euros(2, 5)]))
    expect(check.state()).toMatchObject({ equal: [], differs: { here: [euros(3, 6)], there: [euros(2, 5)] } })
    pass(3 * DAY_MS)
    expect([check.next('c'), open().next('c')]).toEqual([asked, asked])
    check.heard(answer(asked))
    expect(check.state()).toMatchObject({ equal: [euros(3, 6)], differs: null })
  })

  it('[S83] another amount of the same count, another currency, and none at all are differences; none beside none is not', () => {
    for (const there of [[euros(3, 7)], [{ ...euros(3, 6), currency: 'CHF' }], [euros(3, 6), { ...euros(1, 1), currency: 'CHF' }], []]) {
      const { check } = checking([1, 2, 3])
      check.heard(answer(check.next('c')!, there))
      expect(check.state()?.differs, JSON.stringify(there)).not.toBeNull()
    }
    const { check } = checking([1, 2, 3])
    check.heard(answer(check.next('c')!, [euros(3, 6), { ...euros(0, 0), currency: 'CHF' }]))
    expect(check.state()?.differs).toBeNull()
  })

  it('[S83] every day what was compared in five weeks is compared again, what is older is not', () => {
    const cents = [1, 2, 3]
    const { check, pass } = checking(cents)
    const told: [number | null, readonly MoneySum[]][] = []
    for (let day = 0; day < 40; day++) {
      cents.push(10)
      compareAll(check)
      const { since = null, equal = [] } = check.state() ?? {}
      told.push([since, equal])
      pass(DAY_MS)
    }
    // the first round and those of the next five weeks begin with the first row
    expect(told[0]).toEqual([null, [euros(4, 16)]])
    expect(told[34]).toEqual([null, [euros(38, 6 + 350)]])
    // then with what was written since a round of five weeks ago
    expect(told[39]).toEqual([1_000 + 5 * DAY_MS, [euros(34, 340)]])
  })

  it('[S83] a clock that was set back does not end the rounds', () => {
    const { check, pass } = checking([1])
    compareAll(check)
    pass(-500)
    expect(compareAll(check)).toBe(1)
  })

  it('[S83] another cloud, or a note that cannot be read, is compared with from the first row', () => {
    const { check, open, spoil } = checking([1, 2])
    compareAll(check)
    expect(check.next('other')).toMatchObject({ after: 0, before: [] })
    spoil()
    expect(open().next('c')).toMatchObject({ after: 0, before: [] })
  })
})
