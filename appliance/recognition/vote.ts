import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { distance } from './distance.ts'
import { fuse } from './fuse.ts'
import { prominence } from './prominence.ts'

/** What a burst of frames says about the car at the barrier, and the frame that shows it best. */
export interface Verdict {
  readonly read: PlateRead
  readonly bestFrame: number
}

interface Sight {
  readonly frame: number
  readonly read: PlateRead
}

/**
 * Sorts the reads of a burst by plate (a second car, a sticker and a shop sign are in view too), fuses each, and gives the one that
 * was seen surest and largest: the car at the barrier is nearest to the camera.
 */
export function vote(frames: readonly (readonly PlateRead[])[]): Verdict | null {
  const groups: Sight[][] = []
  for (const [frame, reads] of frames.entries()) {
    for (const read of reads) {
      const group = groups.find(
        (sights) => sights.every((sight) => sight.frame !== frame) && sights.some((sight) => alike(sight.read, read)),
      )
      if (group) group.push({ frame, read })
      else groups.push([{ frame, read }])
    }
  }
  const verdicts = groups.map(verdictOf)
  return verdicts.reduce<(Verdict & { weight: number }) | null>((best, one) => (!best || one.weight > best.weight ? one : best), null)
}

/** Two readings of one plate differ in a third of their characters at most. */
export const alike = (a: Pick<PlateRead, 'text'>, b: Pick<PlateRead, 'text'>): boolean =>
  distance(a.text, b.text) * 3 <= Math.max(a.text.length, b.text.length)

function verdictOf(sights: readonly Sight[]): Verdict & { readonly weight: number } {
  const read = fuse(sights.map((sight) => sight.read)) as PlateRead
  const pOf = ({ read: one }: Sight) => (one.candidates.find(({ text }) => text === read.text)?.p ?? 0) * Math.sqrt(one.box[2])
  const best = sights.reduce((a, b) => (pOf(b) > pOf(a) ? b : a))
  const weight = sights.reduce((sum, { read: one }) => sum + prominence(one), 0)
  return { read, bestFrame: best.frame, weight }
}
