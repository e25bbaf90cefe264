import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makePulse } from './live.ts'

describe('the pulse', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  let mark = 'a'
  let asked = 0
  const markOf = async () => {
    asked++
    return mark
  }

  it('tells every open page of a change, with one question a second however many there are', async () => {
    ;[mark, asked] = ['a', 0]
    const pulse = makePulse(markOf)
    const told: string[] = []
    const stops = ['one', 'two', 'three'].map((name) => pulse.listen('garage', 'a', () => told.push(name)))
    await vi.advanceTimersByTimeAsync(3_500)
    expect([asked, told]).toEqual([4, []])
    mark = 'b'
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told).toEqual(['one', 'two', 'three'])
    for (const stop of stops) stop()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toBe(5)
  })

  it('misses nothing between the page and its stream, and says nothing to a page that is up to date', async () => {
    mark = 'c'
    const pulse = makePulse(markOf)
    const told: string[] = []
    pulse.listen('garage', 'b', () => told.push('old'))
    pulse.listen('garage', 'c', () => told.push('fresh'))
    pulse.listen('garage', null, () => told.push('unknown'))
    await vi.advanceTimersByTimeAsync(2_500)
    expect(told).toEqual(['old'])
  })

  it('goes on when the database does not answer', async () => {
    let fail = true
    const pulse = makePulse(async () => {
      if (fail) throw new Error('down')
      return 'd'
    })
    const told: string[] = []
    pulse.listen('garage', 'c', () => told.push('told'))
    await vi.advanceTimersByTimeAsync(2_500)
    expect(told).toEqual([])
    fail = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told).toEqual(['told'])
  })
})
