import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { alike } from './vote.ts'

/** Plates of cars that stand in a camera's view without being at the barrier. One for each lane; kept in memory only. */
export interface ParkedPlates {
  /** the reads of a frame without those of parked cars */
  without(reads: readonly PlateRead[]): PlateRead[]
  /** a presentation is over: everything its frames showed, parked cars included, and the plate that was taken for the car */
  presented(frames: readonly (readonly PlateRead[])[], car: PlateRead | null): void
}

interface Standing {
  readonly text: string
  readonly box: PlateRead['box']
  /** different cars that came while it stood there */
  readonly passed: readonly string[]
  /** presentations in a row that did not show it */
  readonly unseen: number
}

/** So many different cars must have come while a plate stayed where it is: a car that is stuck at the barrier sees nobody pass. */
const ENOUGH_PASSED = 2
/** A car that waits before it may hide a parked one for a while; longer than this it is gone. */
const MOST_UNSEEN = 3
/** Nobody stops twice in one place to within this share of the plate's height, and of its width in size. */
const SHIFT = 0.25
const GROWTH = 0.1

export function createParkedPlates(): ParkedPlates {
  let standing: readonly Standing[] = []
  const isParked = (read: PlateRead) =>
    standing.some((one) => one.passed.length >= ENOUGH_PASSED && alike(one, read) && samePlace(one.box, read.box))
  return {
    without: (reads) => reads.filter((read) => !isParked(read)),
    presented(frames, car) {
      if (frames.length === 0) return
      const seen = frames.flat()
      const kept = standing.flatMap((one) => after(one, seen, car))
      const known = (read: PlateRead) => kept.some((one) => alike(one, read)) || (car !== null && alike(car, read))
      const others = (frames.at(-1) ?? []).filter((read) => !known(read))
      standing = [...kept, ...others.map(({ text, box }) => ({ text, box, passed: car ? [car.text] : [], unseen: 0 }))]
    },
  }
}

/** What a presentation makes of a plate that stood in view: none when it has moved, or has not been seen for long. */
function after(one: Standing, seen: readonly PlateRead[], car: PlateRead | null): Standing[] {
  const sights = seen.filter((read) => alike(one, read))
  if (sights.length === 0) return one.unseen + 1 < MOST_UNSEEN ? [{ ...one, unseen: one.unseen + 1 }] : []
  if (!sights.every((read) => samePlace(one.box, read.box))) return []
  if (!car || alike(one, car)) return [{ ...one, unseen: 0 }]
  const passed = one.passed.some((text) => alike({ text }, car)) ? one.passed : [...one.passed, car.text]
  return [{ ...one, passed, unseen: 0 }]
}

function samePlace(a: PlateRead['box'], b: PlateRead['box']): boolean {
  const centre = ([x, y, w, h]: PlateRead['box']) => [x + w / 2, y + h / 2] as const
  const [[ax, ay], [bx, by]] = [centre(a), centre(b)]
  return Math.hypot(ax - bx, ay - by) <= SHIFT * Math.max(a[3], b[3]) && Math.abs(a[2] - b[2]) <= GROWTH * Math.max(a[2], b[2])
}
