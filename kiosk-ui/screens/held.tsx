import { ArmPicture } from '../parts/arm.tsx'
import { SignFrame } from '../parts/frame.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { isFire } from '../words/site-words.ts'

/** The barrier is held open. Why is the operator's business, except when everybody must leave. */
export function Held({ scene, screen }: ScreenProps<'held'>) {
  const { held } = scene.speech.strings
  const fire = isFire(screen.reasons)
  return <SignFrame title={fire ? held.fire : held.title} line={held.line} sign={<ArmPicture arm={scene.view.arm} />} />
}
