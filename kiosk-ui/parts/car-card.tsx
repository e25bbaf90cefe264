import type { CarView } from '@gatehouse/domain/wire/kiosk.ts'
import { Plate } from '../plate/plate.tsx'
import { plateWords } from '../words/plate-words.ts'
import { Photo } from './photo.tsx'
import type { Scene } from './scene.ts'

/** One of at most four cars to choose from: its photo and plate, nothing about when it came. */
export function CarCard({ car, scene, onPick }: { car: CarView; scene: Scene; onPick: (car: CarView) => void }) {
  const { strings } = scene.speech
  const label = plateWords(car.plate, strings)
  return (
    <button type="button" class="car-card" onClick={() => onPick(car)}>
      <Photo url={car.imageUrl} label="" empty={strings.pay.noPhoto} />
      {car.plate ? (
        <Plate plate={car.plate} home={scene.view.place.country} label={label} />
      ) : (
        <span class="no-plate">{strings.plate.unknown}</span>
      )}
    </button>
  )
}
