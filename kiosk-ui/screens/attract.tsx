import { Frame } from '../parts/frame.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { ArrowSign } from '../parts/signs.tsx'
import { rateWords } from '../words/rate-words.ts'

/** Nobody here: where to drive, and what it costs. */
export function Attract({ scene, screen }: ScreenProps<'attract'>) {
  const { attract } = scene.speech.strings
  const isEntry = scene.view.lane.direction === 'entry'
  const payHere = scene.view.cardReady ? attract.payHere : attract.payHerePhone
  const board = rateWords(screen.rate, scene.speech)
  return (
    <Frame title={attract.title} layout="attract">
      <div class="shape">
        <ArrowSign />
      </div>
      <div class="words">
        {screen.spacesLeft !== null && isEntry ? (
          <p class="spaces">
            <strong>{screen.spacesLeft}</strong> <span>{attract.freeSpaces(screen.spacesLeft)}</span>
          </p>
        ) : (
          <p class="line">{isEntry ? attract.plateIsTicket : payHere}</p>
        )}
      </div>
      <ul class="rate">
        {board.length === 0 && <li class="line">{attract.free}</li>}
        {board.map(({ figure, words }) => (
          <li key={words}>
            <strong>{figure}</strong> <span>{words}</span>
          </li>
        ))}
      </ul>
    </Frame>
  )
}
