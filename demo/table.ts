import type { Paint, Token } from '@gatehouse/appliance/cli/paint.ts'

/** Everything the terminal shows, as values. */
export interface TableState {
  readonly place: string
  /** local time of the car park, ready to print */
  readonly time: string
  readonly pace: string
  readonly urls: readonly (readonly [label: string, url: string])[]
  readonly lanes: readonly LaneRow[]
  readonly traffic: {
    readonly inside: number
    readonly capacity: number | null
    readonly entered: number
    readonly exited: number
    readonly taken: string
  }
  readonly box: { readonly on: boolean; readonly text: string }
  readonly cloud: { readonly connected: boolean; readonly text: string }
  /** what needs a person, most urgent first */
  readonly calls: readonly string[]
  readonly events: readonly string[]
}

export interface LaneRow {
  readonly name: string
  readonly state: string
  readonly mood: 'idle' | 'busy' | 'waits' | 'trouble'
  readonly plate: string | null
  readonly fee: string | null
  readonly arm: string
}

const width = (text: string): number => [...text].length
/** Cut with an ellipsis, or filled with spaces, to exactly `n` columns. */
export const cut = (text: string, n: number): string => {
  const size = width(text)
  if (size > n) return `${[...text].slice(0, Math.max(0, n - 1)).join('')}…`
  return text + ' '.repeat(n - size)
}

const moods: Readonly<Record<LaneRow['mood'], Token>> = { idle: 'soft', busy: 'plain', waits: 'attention', trouble: 'stop' }
const armSign = (arm: string): string => ({ open: '▔', opening: '╱', closing: '╲', closed: '▬', fault: '✕' })[arm] ?? '?'

const columnsOf = (total: number): { name: number; state: number; plate: number; fee: number; arm: number } => {
  const name = total >= 100 ? 18 : 13
  const [plate, fee, arm] = [13, 10, 10]
  return { name, state: Math.max(8, total - name - plate - fee - arm - 6), plate, fee, arm }
}

/** The table as lines of at most `columns` characters (never under 60), colour codes apart. */
export function tableLines(state: TableState, columns: number, paint: Paint): readonly string[] {
  const total = Math.max(60, Math.min(columns, 120))
  const inner = total - 2
  const rule = paint('soft', ` ${'─'.repeat(inner)}`)
  const right = `${state.time}  ${state.pace}`
  const left = cut(state.place, inner - width(right) - 14)
  const c = columnsOf(total)
  const label = (text: string): string => paint('soft', cut(text, 11))
  const line = (name: string, token: Token, text: string): string => ` ${label(name)}${paint(token, cut(text, inner - 11).trimEnd())}`

  const laneLine = (lane: LaneRow): string => {
    const plate = lane.plate ? paint('plate', `[${cut(lane.plate, Math.min(width(lane.plate), c.plate - 3))}]`) : ''
    const pad = ' '.repeat(Math.max(0, c.plate - (lane.plate ? Math.min(width(lane.plate), c.plate - 3) + 2 : 0)))
    const words = cut(lane.state, c.state - 1)
    const trimmed = words.trimEnd()
    return ` ${paint('strong', cut(lane.name, c.name))} ${paint(moods[lane.mood], trimmed)}${' '.repeat(width(words) - width(trimmed) + 1)} ${plate}${pad} ${cut(lane.fee ?? '', c.fee)} ${armSign(lane.arm)} ${lane.arm}`
  }
  const { traffic } = state
  const cars = `${traffic.inside}${traffic.capacity === null ? '' : ` of ${traffic.capacity}`} inside · ${traffic.entered} in · ${traffic.exited} out · ${traffic.taken} taken in 24 h`
  return [
    ` ${paint('attention', ' P ')} ${paint('strong', 'GATEHOUSE')} ${left}${paint('soft', right)}`,
    ...state.urls.map(([name, url]) => line(name, 'plain', url)),
    rule,
    ` ${paint('soft', `${cut('LANE', c.name)} ${cut('STATE', c.state)} ${cut('PLATE', c.plate)} ${cut('FEE', c.fee)} ARM`)}`,
    ...state.lanes.map(laneLine),
    rule,
    line('cars', 'plain', cars),
    line('box', state.box.on ? 'plain' : 'stop', state.box.text),
    line('cloud', state.cloud.connected ? 'plain' : 'stop', state.cloud.text),
    ...state.calls.map((call) => line('help', 'attention', call)),
    rule,
    ...state.events.map((event) => ` ${paint('soft', cut(event, inner).trimEnd())}`),
    ` ${paint('soft', 'Ctrl-C ends everything.')}`,
  ]
}

/** For output that is not a terminal: only what changed since last time, one plain line each. */
export function changedLines(before: TableState | null, now: TableState): readonly string[] {
  const lines: string[] = []
  if (!before) lines.push(`Gatehouse: ${now.place}`, ...now.urls.map(([name, url]) => `${name}: ${url}`))
  for (const [i, lane] of now.lanes.entries()) {
    const old = before?.lanes[i]
    const text = laneText(lane)
    if (!old || laneText(old) !== text) lines.push(`${now.time}  ${lane.name}: ${text}`)
  }
  if (before?.box.text !== now.box.text) lines.push(`${now.time}  box: ${now.box.text}`)
  if (before?.cloud.connected !== now.cloud.connected) lines.push(`${now.time}  cloud: ${now.cloud.text}`)
  for (const call of now.calls) if (!before?.calls.includes(call)) lines.push(`${now.time}  help: ${call}`)
  return lines
}

const laneText = (lane: LaneRow): string =>
  [lane.state, lane.plate ? `[${lane.plate}]` : '', lane.fee ?? '', `arm ${lane.arm}`].filter(Boolean).join('  ')
