import { Button } from '../parts/button.tsx'
import { CarPanel } from '../parts/car-panel.tsx'
import { FeeTable, HugeAmount } from '../parts/fee.tsx'
import { Frame } from '../parts/frame.tsx'
import { CardIcon, KeysIcon } from '../parts/icons.tsx'
import { PayPanel } from '../parts/pay-panel.tsx'
import type { ScreenProps } from '../parts/scene.ts'

/** The one screen that matters: this car, what it owes and why, and how to pay. */
export function YourCar({ scene, screen }: ScreenProps<'yourCar'>) {
  const { strings, money } = scene.speech
  const { car, quote, pay } = screen
  const card = pay.card && scene.view.cardReady
  const noWay = !card && pay.qrUrl === null
  return (
    <Frame
      title={strings.pay.title}
      layout={pay.qrUrl === null ? 'your-car no-code' : 'your-car'}
      actions={
        <>
          <Button name="not-my-car" onTap={() => void scene.act({ kind: 'notMyCar' })}>
            {strings.pay.notMyCar}
          </Button>
          {!card && !scene.view.lane.payPoint && (
            <Button name="elsewhere" onTap={() => void scene.act({ kind: 'payElsewhere' })}>
              {strings.elsewhere.offer}
            </Button>
          )}
          {pay.code && (
            <Button name="have-code" onTap={() => void scene.act({ kind: 'startCode' })}>
              <KeysIcon />
              {strings.exitCode.haveCode}
            </Button>
          )}
          {card && (
            <Button name="pay-by-card" tone="primary" onTap={() => void scene.act({ kind: 'payByCard' })}>
              <CardIcon />
              {strings.pay.card}
            </Button>
          )}
        </>
      }
    >
      <CarPanel car={car} quote={quote} scene={scene} />
      <section class="price">
        <p class="amount">
          <HugeAmount
            text={money(quote.amountMinor, quote.currency)}
            room={pay.qrUrl === null ? 720 : 480}
            most={quote.lines.length > 3 ? 120 : 160}
          />
        </p>
        <FeeTable quote={quote} scene={scene} />
        {noWay && <p class="warn">{scene.view.lane.payPoint ? strings.payPoint.cannotPay : strings.pay.cannotPay}</p>}
        {card && pay.qrUrl !== null && !scene.view.online && <p class="warn">{strings.pay.phoneSlow}</p>}
      </section>
      <PayPanel pay={pay} quote={quote} scene={scene} />
    </Frame>
  )
}
