import { paintFor } from '@gatehouse/appliance/cli/paint.ts'
import { describe, expect, it } from 'vitest'
import { changedLines, cut, type TableState, tableLines } from './table.ts'

const state: TableState = {
  place: 'Parkhaus am Markt',
  time: 'Mon 23 Nov 11:42',
  pace: '60×',
  urls: [
    ['Kiosk', 'http://localhost:8080/kiosk/exit'],
    ['Simulator', 'http://localhost:8080/simulator'],
    ['Owner', 'http://localhost:8090/'],
  ],
  lanes: [
    { name: 'Einfahrt', state: 'reading the plate', mood: 'busy', plate: null, fee: null, arm: 'closed' },
    { name: 'Ausfahrt', state: 'asks to be paid', mood: 'waits', plate: 'BGH2417', fee: '€7.50', arm: 'closed' },
  ],
  traffic: { inside: 12, capacity: 24, entered: 31, exited: 19, taken: '€84.50' },
  box: { on: true, text: 'on' },
  cloud: { connected: false, text: 'offline, 37 rows wait since 11:02' },
  calls: ['Ausfahrt: npx gatehouse open --lane exit --reason "…"'],
  events: ['11:41  Einfahrt: a car drives up'],
}
const plain = paintFor({}, false)

describe('the table', () => {
  it('is calm and complete at 80 columns', () => {
    expect(tableLines(state, 80, plain).join('\n')).toMatchInlineSnapshot(`
      "  P  GATEHOUSE Parkhaus am Markt                          Mon 23 Nov 11:42  60×
       Kiosk      http://localhost:8080/kiosk/exit
       Simulator  http://localhost:8080/simulator
       Owner      http://localhost:8090/
       ──────────────────────────────────────────────────────────────────────────────
       LANE          STATE                        PLATE         FEE        ARM
       Einfahrt      reading the plate                                     ▬ closed
       Ausfahrt      asks to be paid              [BGH2417]     €7.50      ▬ closed
       ──────────────────────────────────────────────────────────────────────────────
       cars       12 of 24 inside · 31 in · 19 out · €84.50 taken in 24 h
       box        on
       cloud      offline, 37 rows wait since 11:02
       help       Ausfahrt: npx gatehouse open --lane exit --reason "…"
       ──────────────────────────────────────────────────────────────────────────────
       11:41  Einfahrt: a car drives up
       Ctrl-C ends everything."
    `)
  })

  it.each([60, 80, 100, 120, 200])('never runs over %i columns, however long the words', (columns) => {
    const long = {
      ...state,
      place: 'x'.repeat(90),
      lanes: state.lanes.map((lane) => ({
        ...lane,
        name: 'y'.repeat(40),
        state: 'z'.repeat(90),
        plate: 'ABCDEFGHIJKLMNO',
        fee: '€1,234,567.00',
      })),
      calls: ['c'.repeat(200)],
    }
    for (const line of tableLines(long, columns, plain)) expect([...line].length).toBeLessThanOrEqual(columns)
  })

  it('keeps its shape under colours', () => {
    const colour = paintFor({ COLORTERM: 'truecolor' }, true)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are what is taken out
    const bare = tableLines(state, 80, colour).map((line) => line.replace(/\u001b\[[\d;]*m/g, ''))
    expect(bare).toEqual(tableLines(state, 80, plain))
    expect(tableLines(state, 80, colour).join('')).toContain('\u001b[48;2;255;184;0')
  })

  it.each([
    [{ NO_COLOR: '1', COLORTERM: 'truecolor' }, true],
    [{ TERM: 'dumb' }, true],
    [{ COLORTERM: 'truecolor' }, false],
  ])('stays plain for %j', (env, terminal) => {
    expect(paintFor(env, terminal)('stop', 'x')).toBe('x')
  })

  it('says only what changed where nothing can be redrawn', () => {
    expect(changedLines(null, state)[0]).toBe('Gatehouse: Parkhaus am Markt')
    expect(changedLines(state, state)).toEqual([])
    const [entry, exit] = state.lanes
    if (!entry || !exit) throw new Error('two lanes expected')
    const paid = { ...state, lanes: [entry, { ...exit, state: 'paid, drive on', mood: 'busy' as const, arm: 'opening' }] }
    expect(changedLines(state, paid)).toEqual(['Mon 23 Nov 11:42  Ausfahrt: paid, drive on  [BGH2417]  €7.50  arm opening'])
  })

  it('cuts by characters, not bytes', () => {
    expect(cut('größer', 4)).toBe('grö…')
    expect(cut('a', 3)).toBe('a  ')
  })
})
