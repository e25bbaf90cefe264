import { Button } from '../parts/button.tsx'
import { Frame } from '../parts/frame.tsx'
import { Qr } from '../parts/qr.tsx'
import type { ScreenProps } from '../parts/scene.ts'
import { SettledSign } from '../parts/signs.tsx'
import { Plate } from '../plate/plate.tsx'
import { plateWords } from '../words/plate-words.ts'

/** Nothing is owed: to the car, and by when the exit asks for nothing more. */
export function Settled({ scene, screen }: ScreenProps<'settled'>) {
  const { strings, money, day, time } = scene.speech
  const { place } = scene.view
  const { car, basis, leaveBy, receiptUrl } = screen
  const words = strings.payPoint
  // The time alone is enough today; tomorrow it is not.
  const otherDay = leaveBy === null || day(leaveBy) === day(scene.view.now) ? '' : ` ${day(leaveBy)}`
  return (
    <Frame
      title={words.toCar}
      layout="settled"
      actions={
        <Button name="done" tone="primary" onTap={() => void scene.act({ kind: 'back' })}>
          {strings.close}
        </Button>
      }
    >
      <div class="shape">
        <SettledSign />
        {car.plate && <Plate plate={car.plate} home={place.country} label={plateWords(car.plate, strings)} />}
      </div>
      <div class="words">
        <p class="line">{basis === 'paid' ? strings.thanks.paid(money(screen.amountMinor, place.currency)) : strings.thanks[basis]}</p>
        {leaveBy !== null && (
          <p class="leave-by">
            <span>
              {words.leaveBy}
              {otherDay}
            </span>{' '}
            <strong>{time(leaveBy)}</strong> <span class="after">{words.after}</span>
          </p>
        )}
      </div>
      {receiptUrl !== null && (
        <div class="receipt">
          <Qr text={receiptUrl} label={strings.thanks.receipt} />
          <p>
            <strong>{strings.thanks.receipt}</strong>
          </p>
        </div>
      )}
    </Frame>
  )
}
