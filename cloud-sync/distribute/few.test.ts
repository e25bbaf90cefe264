import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Few } from './few.ts'

it('a few are what a set of them is, whatever is added and taken away', () => {
  const things = ['a', 'b', 'c', 'd'].map((name) => ({ name }))
  const step = fc.tuple(fc.constantFrom('add', 'delete', 'takeAll'), fc.constantFrom(...things))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const [few, set] = [new Few<{ name: string }>(), new Set<{ name: string }>()]
      const names = (all: Iterable<{ name: string }>) => [...all].map(({ name }) => name).sort()
      for (const [what, thing] of steps) {
        if (what === 'takeAll') {
          expect(names(few.takeAll())).toEqual(names(set))
          set.clear()
        } else {
          few[what as 'add' | 'delete'](thing)
          set[what as 'add' | 'delete'](thing)
        }
        expect([names(few), few.size]).toEqual([names(set), set.size])
      }
    }),
  )
})
