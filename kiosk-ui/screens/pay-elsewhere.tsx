import { Button } from '../parts/button.tsx'
import { HugeAmount } from '../parts/fee.tsx'
import { Frame } from '../parts/frame.tsx'
import { BackIcon } from '../parts/icons.tsx'
import { PayPanel } from '../parts/pay-panel.tsx'
import type { ScreenProps } from '../parts/scene.ts'

/** Whoever cannot pay here: with whose phone, at which exit, or backing out, and until when the price holds. */
export function PayElsewhere({ scene, screen }: ScreenProps<'payElsewhere'>) {
  const { strings, money, time } = scene.speech
  const { quote, pay, exits } = screen
  const words = strings.elsewhere
  const ways = [
    ...(pay.qrUrl === null ? [] : [words.phone]),
    ...(exits.length === 0 ? [] : [words.exit(exits.join(', '))]),
    words.backOut,
    `${strings.pay.lockedUntil} ${time(quote.lockUntil)}`,
  ]
  return (
    <Frame
      title={words.title}
      layout={pay.qrUrl === null ? 'elsewhere' : 'elsewhere with-code'}
      actions={
        <Button name="back" onTap={() => void scene.act({ kind: 'back' })}>
          <BackIcon />
          {strings.back}
        </Button>
      }
    >
      <div class="words">
        <p class="amount">
          <HugeAmount text={money(quote.amountMinor, quote.currency)} room={720} most={128} />
        </p>
        <ul class="ways">
          {ways.map((way) => (
            <li class="line" key={way}>
              {way}
            </li>
          ))}
        </ul>
      </div>
      <PayPanel pay={pay} quote={quote} scene={scene} />
    </Frame>
  )
}
