import type { CarView } from '@gatehouse/domain/wire/kiosk.ts'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { CarCard } from './car-card.tsx'
import type { Scene } from './scene.ts'

/** The photos come up under a finger that was about to type: for this long a tap is not yet a choice. */
const SETTLE_MS = 600

/** Up to four photos side by side. */
export function CarChoice({ cars, scene }: { cars: readonly CarView[]; scene: Scene }) {
  const since = useRef(0)
  const shown = cars.map((car) => car.sessionId).join(' ')
  // before the browser paints: there is no moment at which the photos are seen and not yet guarded
  useLayoutEffect(() => {
    since.current = performance.now()
  }, [shown])
  const pick = (car: CarView) => {
    if (performance.now() - since.current >= SETTLE_MS) void scene.act({ kind: 'selectSession', sessionId: car.sessionId })
  }
  return (
    <div class="car-choice" data-count={cars.length}>
      {cars.slice(0, 4).map((car) => (
        <CarCard key={car.sessionId} car={car} scene={scene} onPick={pick} />
      ))}
    </div>
  )
}
