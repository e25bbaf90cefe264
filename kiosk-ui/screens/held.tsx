import { ArmPicture } from '../parts/arm.tsx'
import { SignFrame } from '../parts/frame.tsx'
import type { ScreenProps } from '../parts/scene.ts'

const FIRE = /fire|smoke|evacuat|brand|feuer|incendi|fuego|feu\b/i

/** The barrier is held open. Why is the operator's business, except when everybody must leave. */
export function Held({ scene, screen }: ScreenProps<'held'>) {
  const { held } = scene.speech.strings
  const fire = screen.reasons.some((reason) => FIRE.test(reason))
  return <SignFrame title={fire ? held.fire : held.title} line={held.line} sign={<ArmPicture arm={scene.view.arm} />} />
}
