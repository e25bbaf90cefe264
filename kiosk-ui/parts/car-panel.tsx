import type { CarView, QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import { Plate } from '../plate/plate.tsx'
import { plateWords } from '../words/plate-words.ts'
import { Photo } from './photo.tsx'
import type { Scene } from './scene.ts'

const COUNT_DOWN_MS = 120_000

/** The photo of this car with its plate, when it came, how long it stayed, and until when the price holds. */
export function CarPanel({ car, quote, scene }: { car: CarView; quote: QuoteView; scene: Scene }) {
  const { strings, time, duration, countdown } = scene.speech
  const left = quote.lockUntil - scene.now
  const lock = left > COUNT_DOWN_MS ? [strings.pay.lockedUntil, time(quote.lockUntil)] : [strings.pay.lockedFor, countdown(left)]
  const facts = [
    ...(car.enteredAt === null ? [] : [[strings.pay.arrived, time(car.enteredAt)]]),
    [strings.pay.stay, duration(quote.stayMs)],
    lock,
  ]
  return (
    <section class="car">
      <Photo url={car.imageUrl} label={strings.pay.photo} empty={strings.pay.noPhoto} />
      {car.plate && <Plate plate={car.plate} home={scene.view.place.country} label={plateWords(car.plate, strings)} />}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
