import { SignFrame } from '../parts/frame.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { CautionSign } from '../parts/signs.tsx'
import { faultLine } from '../words/site-words.ts'

/** What does not work, what still does, and the next thing to do, in one sentence. The code is for the technician. */
export function Fault({ scene, screen }: ScreenProps<'fault'>) {
  const { fault } = scene.speech.strings
  const line = fault[faultLine(screen.code)]
  return (
    <SignFrame title={fault.title} line={line} sign={<CautionSign />}>
      <p class="code">
        {fault.code} {screen.code}
      </p>
    </SignFrame>
  )
}
