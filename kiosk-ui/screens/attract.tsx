import { Frame } from '../parts/frame.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { ArrowSign } from '../parts/signs.tsx'
import { PayPoint } from './pay-point.tsx'
import { RateBoard } from './rate-board.tsx'

/** Nobody here: where to drive, and what it costs. */
export function Attract({ scene, screen }: ScreenProps<'attract'>) {
  if (scene.view.lane.payPoint) return <PayPoint scene={scene} screen={screen} />
  const { attract } = scene.speech.strings
  const isEntry = scene.view.lane.direction === 'entry'
  const payHere = scene.view.cardReady ? attract.payHere : attract.payHerePhone
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
      <RateBoard rate={screen.rate} scene={scene} />
    </Frame>
  )
}
