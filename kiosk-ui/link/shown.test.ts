import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixtures } from '../fixtures.ts'
import { applyLink, boxTime, type LinkEvent, linkWorry, nothingShown } from './shown.ts'

const view = (revision: number) => ({ ...fixtures.attract, revision })

describe('what is shown', () => {
  it('[K1] within one stream the newest revision wins, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), (revisions) => {
        const shown = revisions.reduce(
          (s, revision, at) => applyLink(s, { kind: 'view', view: view(revision), at }),
          applyLink(nothingShown, { kind: 'opened' }),
        )
        expect(shown.view?.revision).toBe(Math.max(...revisions))
      }),
    )
  })

  it('[K1] a box that started again is believed, though it counts from one', () => {
    const events: LinkEvent[] = [
      { kind: 'opened' },
      { kind: 'view', view: view(900), at: 1 },
      { kind: 'lost', at: 2 },
      { kind: 'opened' },
      { kind: 'view', view: view(1), at: 3 },
    ]
    expect(events.reduce(applyLink, nothingShown).view?.revision).toBe(1)
  })

  it('[K12] worries after two seconds, counted from the first loss', () => {
    const lost = applyLink(applyLink(nothingShown, { kind: 'lost', at: 1_000 }), { kind: 'lost', at: 2_500 })
    expect([linkWorry(lost, 2_999), linkWorry(lost, 3_000)]).toEqual([false, true])
    expect(linkWorry(applyLink(lost, { kind: 'opened' }), 9_000)).toBe(false)
  })

  it('[K12] the last view stays on the glass while the link is lost', () => {
    const shown = applyLink(applyLink(nothingShown, { kind: 'view', view: view(4), at: 0 }), { kind: 'lost', at: 1 })
    expect(shown.view?.revision).toBe(4)
  })

  it('[K15] time runs by the box’s clock', () => {
    const shown = applyLink(nothingShown, { kind: 'view', view: view(1), at: 500 })
    expect(boxTime(shown, 2_500)).toBe(fixtures.attract.now + 2_000)
    expect(boxTime(shown, 0)).toBe(fixtures.attract.now)
    expect(boxTime(nothingShown, 7)).toBe(0)
  })
})
