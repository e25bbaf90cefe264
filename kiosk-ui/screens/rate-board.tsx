import type { RateSummary } from '@gatehouse/domain/wire/kiosk.ts'
import type { Scene } from '../parts/scene.ts'
import { rateWords } from '../words/rate-words.ts'

/** What parking costs, one figure a column. */
export function RateBoard({ rate, scene }: { rate: RateSummary; scene: Scene }) {
  const board = rateWords(rate, scene.speech)
  return (
    <ul class="rate">
      {board.length === 0 && <li class="line">{scene.speech.strings.attract.free}</li>}
      {board.map(({ figure, words }) => (
        <li key={words}>
          <strong>{figure}</strong> <span>{words}</span>
        </li>
      ))}
    </ul>
  )
}
