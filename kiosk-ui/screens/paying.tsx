import { Button } from '../parts/button.tsx'
import { HugeAmount } from '../parts/fee.tsx'
import { SignFrame } from '../parts/frame.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { CardReaderSign, PhoneSign } from '../parts/signs.tsx'

/** The payment runs elsewhere: where to look, and how much it is. */
export function Paying({ scene, screen }: ScreenProps<'paying'>) {
  const { strings, money } = scene.speech
  const byCard = screen.via === 'card'
  return (
    <SignFrame
      title={byCard ? strings.paying.card : strings.paying.phone}
      line={byCard ? strings.paying.cardLine : strings.paying.phoneLine}
      sign={byCard ? <CardReaderSign /> : <PhoneSign />}
      actions={
        <Button name="cancel" onTap={() => void scene.act({ kind: 'back' })}>
          {strings.cancel}
        </Button>
      }
    >
      <p class="amount">
        <HugeAmount text={money(screen.quote.amountMinor, screen.quote.currency)} room={520} most={128} />
        <span class="steps" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </p>
    </SignFrame>
  )
}
