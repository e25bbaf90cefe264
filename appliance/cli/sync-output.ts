import type { Mood } from '../compose/sentence.ts'
import type { SyncReport } from '../compose/sync-report.ts'
import { type SyncSaid, syncSaid } from '../compose/sync-said.ts'
import { columns } from './columns.ts'
import type { Paint, Token } from './paint.ts'

const tokens: Readonly<Record<Mood, Token>> = { good: 'go', plain: 'plain', odd: 'strong', bad: 'stop' }

/** rows that wait, with room for a backlog of months */
const WAITS = 7

/** How a box and its cloud stand, as a technician reads it. */
export function syncText(report: SyncReport, paint: Paint): string {
  const { headline, notes, facts, streams, peers } = syncSaid(report)
  const say = ({ mood, text }: SyncSaid['headline']) => paint(tokens[mood], text)
  const table = (head: readonly string[], rows: readonly (readonly string[])[], moods: readonly Mood[]) =>
    columns([head, ...rows], (cell, row, column) => {
      if (row === 0) return paint('soft', cell)
      return column === head.length - 1 ? paint(tokens[moods[row - 1] ?? 'plain'], cell) : cell
    })
  return [
    headline.mood === 'odd' ? paint('attention', headline.text) : say(headline),
    ...notes.map((note) => `  ${say(note)}`),
    '',
    ...columns(
      facts.map(({ name, value }) => [name, value]),
      (cell, _, column) => (column === 0 ? paint('soft', cell) : cell),
    ),
    '',
    ...table(
      ['stream', 'waits'.padStart(WAITS), 'state'],
      streams.map(({ name, waits, state }) => [name, String(waits).padStart(WAITS), state]),
      streams.map(({ mood }) => mood),
    ),
    ...(peers.length === 0
      ? []
      : [
          '',
          ...table(
            ['box', 'cloud', 'countersigned', 'last seen', 'behind', 'link'],
            peers.map(({ name, cloud, countersigned, seen, behind, link }) => [name, cloud, countersigned, seen, behind, link]),
            peers.map(({ mood }) => mood),
          ),
        ]),
  ].join('\n')
}
