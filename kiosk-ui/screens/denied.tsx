import { SignFrame } from '../parts/frame.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { NoEntrySign } from '../parts/signs.tsx'
import { Plate } from '../plate/plate.tsx'
import { plateWords } from '../words/plate-words.ts'

/** No entry, why, and what to do. */
export function Denied({ scene, screen }: ScreenProps<'denied'>) {
  const { strings } = scene.speech
  const { title, line } = strings.denied[screen.reason]
  return (
    <SignFrame title={title} line={line} sign={<NoEntrySign />}>
      {screen.plate && screen.reason !== 'full' && (
        <Plate plate={screen.plate} home={scene.view.place.country} label={plateWords(screen.plate, strings)} />
      )}
    </SignFrame>
  )
}
