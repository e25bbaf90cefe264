import { describe, expect, it } from 'vitest'
import { LINE_EVERY_MS, progressOf } from './progress.ts'

function progressOn(isTTY: boolean) {
  let now = 5_000
  const written: string[] = []
  const progress = progressOf({ total: 1_000_000, nowMs: () => now, out: { isTTY, write: (text) => written.push(text) } })
  return {
    ...{ progress, written },
    pass: (ms: number) => {
      now += ms
    },
  }
}

describe('how far a search is', () => {
  it('off a terminal is a line about each minute, and nothing in between', () => {
    const { progress, written, pass } = progressOn(false)
    for (let played = 200; played <= 60_000; played += 200) {
      pass(LINE_EVERY_MS / 150)
      progress.show(played)
    }
    progress.clear()
    expect(written).toEqual([
      '30000 of 1000000 schedules after 1 min, 500/s, 0 violations\n',
      '60000 of 1000000 schedules after 2 min, 500/s, 0 violations\n',
    ])
  })

  it('says nothing of a search that is over within a minute', () => {
    const { progress, written, pass } = progressOn(false)
    pass(LINE_EVERY_MS - 1)
    progress.show(200)
    progress.clear()
    expect(written).toEqual([])
  })

  it('on a terminal is a bar that stays in its line and leaves it clean', () => {
    const { progress, written, pass } = progressOn(true)
    pass(1_000)
    progress.show(500_000)
    progress.clear()
    expect(written).toEqual([`\r[${'█'.repeat(15)}${'·'.repeat(15)}] 500000/1000000  500000/s `, '\r\x1b[K'])
  })
})
