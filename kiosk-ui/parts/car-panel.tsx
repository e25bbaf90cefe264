import type { CarView, QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import { Plate } from '../plate/plate.tsx'
import { plateWords } from '../words/plate-words.ts'
import { useBoxTime } from './box-time.tsx'
import { Photo } from './photo.tsx'
import type { Scene } from './scene.ts'

const COUNT_DOWN_MS = 120_000

/** The photo of this car with its plate, when it came, how long it stayed, and until when the price holds. */
export function CarPanel({ car, quote, scene }: { car: CarView; quote: QuoteView; scene: Scene }) {
  const { strings, time, duration } = scene.speech
  return (
    <section class="car">
      <Photo url={car.imageUrl} label={strings.pay.photo} empty={strings.pay.noPhoto} />
      {car.plate && <Plate plate={car.plate} home={scene.view.place.country} label={plateWords(car.plate, strings)} />}
      <dl class="facts">
        {car.enteredAt !== null && <Fact name={strings.pay.arrived} value={time(car.enteredAt)} />}
        <Fact name={strings.pay.stay} value={duration(quote.stayMs)} />
        <PriceHolds quote={quote} scene={scene} />
      </dl>
    </section>
  )
}

/** Until when; in the last two minutes, for how long. */
function PriceHolds({ quote, scene }: { quote: QuoteView; scene: Scene }) {
  const { strings, time, countdown } = scene.speech
  const left = quote.lockUntil - useBoxTime().now
  if (left > COUNT_DOWN_MS) return <Fact name={strings.pay.lockedUntil} value={time(quote.lockUntil)} />
  return <Fact name={strings.pay.lockedFor} value={countdown(left)} />
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
