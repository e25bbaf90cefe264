import { Button } from '../parts/button.tsx'
import { HugeAmount } from '../parts/fee.tsx'
import { Frame } from '../parts/frame.tsx'
import { CardIcon } from '../parts/icons.tsx'
import { PayPanel } from '../parts/pay-panel.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { CautionSign } from '../parts/signs.tsx'

/** What happened to the money, and whether to try again. Nobody is asked to pay twice before it is known. */
export function PaymentFailed({ scene, screen }: ScreenProps<'paymentFailed'>) {
  const { strings, money } = scene.speech
  const { quote, pay, retry } = screen
  const card = retry && pay.card && scene.view.cardReady
  const code = retry && pay.qrUrl !== null
  return (
    <Frame
      title={retry ? strings.failed.title : strings.failed.unknown}
      layout={code ? 'one-sign with-code' : 'one-sign'}
      actions={
        retry && (
          <>
            {!scene.view.lane.payPoint && (
              <Button name="elsewhere" onTap={() => void scene.act({ kind: 'payElsewhere' })}>
                {strings.elsewhere.offer}
              </Button>
            )}
            {card && (
              <Button name="pay-by-card" tone="primary" onTap={() => void scene.act({ kind: 'payByCard' })}>
                <CardIcon />
                {strings.pay.card}
              </Button>
            )}
          </>
        )
      }
    >
      <div class="shape">
        <CautionSign />
      </div>
      <div class="words">
        <p class="line">{retry ? strings.failed.again : strings.failed.stuck}</p>
        <p class="amount">
          <HugeAmount text={money(quote.amountMinor, quote.currency)} room={code ? 400 : 620} most={112} />
        </p>
      </div>
      {code && <PayPanel pay={pay} quote={quote} scene={scene} />}
    </Frame>
  )
}
