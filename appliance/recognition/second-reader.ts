import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { Engine } from './engine.ts'
import { fuse } from './fuse.ts'
import { overlap } from './joining.ts'

/** Confidence of the first engine's best plate at which nobody else is asked. */
const SURE = 0.9
/** Boxes that share this much are the same plate. */
const SAME = 0.5

/**
 * Two engines: the first reads every picture, the second only those the first is unsure of. What both saw of one plate is fused as two
 * frames are: agreement makes it surer, and neither can overrule the other by being loud.
 */
export function withSecondReader(first: Engine, second: Engine): Engine {
  return {
    colour: first.colour || second.colour,
    async search(picture, syntax, spent) {
      const own = await first.search(picture, syntax, spent)
      if ((own[0]?.confidence ?? 0) >= SURE) return own
      return merged(own, await second.search(picture, syntax, spent))
    },
    async release() {
      await first.release()
      await second.release()
    },
  }
}

/** Plates of both, each fused with its counterpart, surest first. */
export function merged(own: readonly PlateRead[], other: readonly PlateRead[]): PlateRead[] {
  const left = [...other]
  const both = own.map((read) => {
    const i = left.findIndex((one) => overlap(read.box, one.box) >= SAME)
    const twin = i >= 0 ? left.splice(i, 1)[0] : undefined
    return twin ? { ...(fuse([read, twin]) as PlateRead), frames: 1 } : read
  })
  return [...both, ...left].sort((a, b) => b.confidence - a.confidence)
}
