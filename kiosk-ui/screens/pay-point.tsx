import { Button } from '../parts/button.tsx'
import { Frame } from '../parts/frame.tsx'
import { KeysIcon } from '../parts/icons.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { CardReaderSign, PhoneSign } from '../parts/signs.tsx'
import { RateBoard } from './rate-board.tsx'

/** Nobody at the pay point: what it is for, what it costs, and the one thing to do. */
export function PayPoint({ scene, screen }: ScreenProps<'attract'>) {
  const words = scene.speech.strings.payPoint
  return (
    <Frame
      title={words.title}
      layout="attract pay-point"
      actions={
        <Button name="start" tone="primary" onTap={() => void scene.act({ kind: 'startSearch' })}>
          <KeysIcon />
          {scene.speech.strings.notFound.type}
        </Button>
      }
    >
      <div class="shape">{scene.view.cardReady ? <CardReaderSign /> : <PhoneSign />}</div>
      <div class="words">
        <p class="line">{words.line}</p>
      </div>
      <RateBoard rate={screen.rate} scene={scene} />
    </Frame>
  )
}
