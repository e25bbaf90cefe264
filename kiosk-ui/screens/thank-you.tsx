import { ArmPicture } from '../parts/arm.tsx'
import { SignFrame } from '../parts/frame.tsx'
import { Qr } from '../parts/qr.tsx'
import type { ScreenProps } from '../parts/scene.ts'

/** The arm as its inputs report it, then "drive on", then the receipt. */
export function ThankYou({ scene, screen }: ScreenProps<'thankYou'>) {
  const { strings, money } = scene.speech
  const { arm, place } = scene.view
  const words = strings.thanks
  const basis = screen.basis === 'paid' ? words.paid(money(screen.amountMinor, place.currency)) : words[screen.basis]
  const up = arm === 'open' || arm === 'closing'
  if (arm === 'fault') return <SignFrame title={strings.fault.title} line={words.stuck} sign={<ArmPicture arm={arm} />} />
  return (
    <SignFrame title={up ? words.title : words.opening} line={basis} sign={<ArmPicture arm={arm} />}>
      {up && screen.receiptUrl === null && <p class="goodbye">{words.goodbye}</p>}
      {up && screen.receiptUrl !== null && (
        <div class="receipt">
          <Qr text={screen.receiptUrl} label={words.receipt} />
          <p>
            <strong>{words.receipt}</strong>
            <span>{words.goodbye}</span>
          </p>
        </div>
      )}
    </SignFrame>
  )
}
