import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'
import { createNewId } from './new-id.ts'
import { createSystemClock } from './system-clock.ts'
import { createServiceNotice } from './systemd.ts'

describe('system clock', () => {
  it('never starts behind the newest time this box wrote down', () => {
    const saved = Date.now() + 3_600_000
    const clock = createSystemClock({ synchronised: () => false })
    clock.startNoEarlierThan(saved)
    expect(clock.wall()).toBeGreaterThanOrEqual(saved)
    expect(clock.quality()).toBe('untrusted')
  })

  it('runs with the machine when nothing newer is known, and asks the real kernel about its quality', () => {
    const clock = createSystemClock()
    expect(Math.abs(clock.wall() - Date.now())).toBeLessThan(50)
    expect(['trusted', 'untrusted']).toContain(clock.quality())
    const before = clock.mono()
    expect(clock.mono()).toBeGreaterThanOrEqual(before)
  })
})

describe('log', () => {
  it('never writes a plate, however deep it is nested', () => {
    const lines: string[] = []
    const { log } = createLog({ write: (line: string) => void lines.push(line) })
    log('warn', 'read', { plate: 'B AB 1234', sighting: { text: 'BAB1234', best: { candidates: ['BAB1234'] } }, laneId: 'exit' })
    expect(lines.join()).not.toMatch(/AB ?1234/)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'read', laneId: 'exit', plate: '[plate]' })
  })
})

describe('ids', () => {
  it('are unique, of version 7, and begin with the time they were made', () => {
    const newId = createNewId(() => 1_700_000_000_000)
    const ids = Array.from({ length: 500 }, newId)
    expect(new Set(ids).size).toBe(500)
    expect(ids[0]?.slice(14, 15)).toBe('7')
    expect(Number.parseInt(ids[0]?.slice(0, 13).replace('-', '') ?? '', 16)).toBe(1_700_000_000_000)
  })
})

describe('service notice', () => {
  it('does nothing outside systemd', () => {
    const notice = createServiceNotice({}, () => () => {})
    notice.ready()
    notice.status('x')
    notice.stopping()
  })
})
