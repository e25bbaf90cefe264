import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOGIN_MS, openDoor, waitAfter } from './door.ts'
import { hashPin, pinFits, pinProblem } from './pin.ts'
import type { People, Person, Tries } from './ports.ts'

const hash = await hashPin('271828')

function memoryPeople(...persons: Person[]): People {
  const rows = [...persons]
  const tries = new Map<string, Tries>()
  return {
    all: () => rows,
    put: (person) => void rows.push(person),
    remove(name) {
      const at = rows.findIndex((person) => person.name === name)
      return at >= 0 && rows.splice(at, 1).length > 0
    },
    tries: (name) => tries.get(name) ?? { count: 0, notBefore: 0 },
    setTries: (name, next) => void tries.set(name, next),
  }
}
function door(people = memoryPeople({ name: 'Ana', hash })) {
  const time = { now: 1_000_000 }
  return { people, time, door: openDoor(people, () => time.now) }
}

describe('PINs', () => {
  it.each(['12345', '1234567890123', 'abcdef', '000000', '123456', '987654', ''])('[A1] %j will not do', (pin) => {
    expect(pinProblem(pin)).toMatch(/\.$/)
  })
  it.each(['271828', '112233', '0192837465'])('[A1] %s will do', (pin) => expect(pinProblem(pin)).toBeNull())

  it('[A2] are kept as Argon2id with a salt of their own', async () => {
    const again = await hashPin('271828')
    expect(again).toMatch(/^argon2id\$m=19456,t=2,p=1\$/)
    expect(again).not.toBe(hash)
    expect(await pinFits('271828', again)).toBe(true)
    expect(await pinFits('271829', again)).toBe(false)
    expect(await pinFits('271828', null)).toBe(false)
    expect(await pinFits('271828', 'plain$271828')).toBe(false)
  })
})

describe('the door', () => {
  it('[A5] lets a person in under their name, whatever its case, until twelve hours are over', async () => {
    const { door: d, time } = door()
    const entry = await d.enter(' ana ', '271828')
    if (entry.kind !== 'in') throw new Error(entry.kind)
    expect(d.who(entry.cookie)).toBe('Ana')
    time.now += LOGIN_MS
    expect(d.who(entry.cookie)).toBeNull()
    expect(d.who('made up')).toBeNull()
    expect(d.who(undefined)).toBeNull()
  })

  it('[A4] whoever is removed is out at once', async () => {
    const { door: d, people } = door()
    const entry = await d.enter('Ana', '271828')
    people.remove('Ana')
    expect(entry.kind === 'in' && d.who(entry.cookie)).toBeNull()
  })

  it('[A3] waits after three wrong tries, longer each time, also for the right PIN; the right one ends it', async () => {
    const { door: d, time, people } = door()
    for (let i = 0; i < 3; i++) expect((await d.enter('Ana', '000000')).kind).toBe('wrong')
    expect(await d.enter('Ana', '271828')).toEqual({ kind: 'wait', ms: 2_000 })
    // a restart forgets nothing
    expect((await openDoor(people, () => time.now).enter('Ana', '271828')).kind).toBe('wait')
    time.now += 2_000
    expect((await d.enter('Ana', '000000')).kind).toBe('wrong')
    expect(await d.enter('Ana', '271828')).toEqual({ kind: 'wait', ms: 4_000 })
    time.now += 4_000
    expect((await d.enter('Ana', '271828')).kind).toBe('in')
    expect(people.tries('Ana')).toEqual({ count: 0, notBefore: 0 })
  })

  it('[A3] tries at the same instant are counted one by one', async () => {
    const { door: d } = door()
    const kinds = (await Promise.all(Array.from({ length: 8 }, () => d.enter('Ana', '000000')))).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(3)
  })

  it('[A3] names nobody has share one count, and keep nobody else out', async () => {
    const { door: d } = door()
    for (let i = 0; i < 4; i++) await d.enter(`guess${i}`, '000000')
    expect((await d.enter('guess9', '000000')).kind).toBe('wait')
    expect((await d.enter('Ana', '271828')).kind).toBe('in')
  })

  it('[A3] the wait grows and stops growing at fifteen minutes; a clock set back makes it no longer', async () => {
    fc.assert(fc.property(fc.nat(200), (n) => waitAfter(n + 1) >= waitAfter(n)))
    expect(waitAfter(200)).toBe(15 * 60_000)
    const { door: d, time, people } = door()
    people.setTries('Ana', { count: 99, notBefore: time.now + 365 * 86_400_000 })
    expect(await d.enter('Ana', '271828')).toEqual({ kind: 'wait', ms: 15 * 60_000 })
  })
})
