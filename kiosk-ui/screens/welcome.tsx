import { ArmPicture } from '../parts/arm.tsx'
import { SignFrame } from '../parts/frame.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { Plate } from '../plate/plate.tsx'
import { plateWords } from '../words/plate-words.ts'

/** Entry granted: the arm as it really moves, and what to remember. */
export function Welcome({ scene, screen }: ScreenProps<'welcome'>) {
  const { strings } = scene.speech
  const { arm, place } = scene.view
  const words = strings.welcome
  if (arm === 'fault') return <SignFrame title={strings.fault.title} line={strings.thanks.stuck} sign={<ArmPicture arm={arm} />} />
  return (
    <SignFrame
      title={words.title}
      line={screen.permit ? words.permit : screen.ticketTag === null && words.visitor}
      sign={<ArmPicture arm={arm} />}
    >
      {screen.plate && <Plate plate={screen.plate} home={place.country} label={plateWords(screen.plate, strings)} />}
      {screen.ticketTag && (
        <p class="big-tag">
          <span>{words.ticket}</span> <strong dir="ltr">{screen.ticketTag}</strong> <span>{words.keepTicket}</span>
        </p>
      )}
    </SignFrame>
  )
}
