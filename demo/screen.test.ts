import { paintFor } from '@gatehouse/appliance/cli/paint.ts'
import { describe, expect, it } from 'vitest'
import { createScreen } from './screen.ts'
import type { TableState } from './table.ts'

const state = (time: string, events: readonly string[] = []): TableState => ({
  place: 'Parkhaus am Markt',
  time,
  pace: '1×',
  urls: [['Kiosk', 'http://localhost:8080/kiosk']],
  lanes: [{ name: 'Einfahrt', state: 'free', mood: 'idle', plate: null, fee: null, arm: 'closed' }],
  traffic: { inside: 0, capacity: null, entered: 0, exited: 0, taken: '€0.00' },
  box: { on: true, text: 'on' },
  cloud: { connected: true, text: 'all sent' },
  calls: [],
  events,
})

/** Enough of a terminal to see what a person would: text, line ends, cursor up, clear. */
function terminal(rows: number, columns = 80) {
  const lines: string[] = ['']
  let y = 0
  let tall = 0
  return {
    isTTY: true,
    rows,
    columns,
    write(text: string | Uint8Array): boolean {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes are what is interpreted
      for (const piece of String(text).split(/(\u001b\[[?\d;]*[A-Za-z]|\n)/)) {
        const up = /\[(\d+)F$/.exec(piece)
        if (piece === '\n') lines[++y] ??= ''
        else if (up) y -= Number(up[1])
        else if (piece.endsWith('[J')) lines.splice(y, lines.length, '')
        else if (!piece.startsWith('\u001b') && piece) lines[y] = piece
        tall = Math.max(tall, lines.length)
      }
      return true
    },
    lines: () => lines,
    tall: () => tall,
  }
}

describe('screen', () => {
  it('redraws in place: the second picture stands where the first did', () => {
    const output = terminal(40)
    const screen = createScreen(output as never, paintFor({}, false))
    screen.show(state('10:00', ['one', 'two', 'three']))
    const tall = output.lines().length
    screen.show(state('10:01', ['four']))
    expect(output.lines().filter((line) => line.includes('GATEHOUSE'))).toHaveLength(1)
    expect(output.lines().join('\n')).toContain('10:01')
    expect(output.lines().join('\n')).not.toContain('three')
    expect(output.lines().length).toBe(tall - 2)
  })

  it('never draws higher than the window', () => {
    const output = terminal(9)
    const screen = createScreen(output as never, paintFor({}, false))
    screen.show(
      state(
        '10:00',
        Array.from({ length: 30 }, (_, i) => `event ${i}`),
      ),
    )
    screen.show(state('10:01'))
    expect(output.tall()).toBeLessThanOrEqual(9)
  })

  it('keeps a spoken line above the table', () => {
    const output = terminal(40)
    const screen = createScreen(output as never, paintFor({}, false))
    screen.show(state('10:00'))
    screen.say('the database is ready')
    screen.show(state('10:01'))
    expect(output.lines()[0]).toBe('the database is ready')
    expect(output.lines().filter((line) => line.includes('GATEHOUSE'))).toHaveLength(1)
  })

  it('writes plain lines where there is no terminal', () => {
    const written: string[] = []
    const screen = createScreen(
      { isTTY: false, write: (text: string | Uint8Array) => written.push(String(text)) > 0 } as never,
      paintFor({}, false),
    )
    screen.show(state('10:00'))
    screen.show(state('10:01'))
    screen.end()
    expect(written.join('')).not.toContain('\u001b')
    expect(written.filter((line) => line.includes('Einfahrt'))).toHaveLength(1)
  })
})
