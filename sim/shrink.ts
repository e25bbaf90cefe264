import { play } from './play.ts'
import type { Step } from './schedule.ts'
import type { Variant } from './variants.ts'

/**
 * The fewest steps of a failing schedule that still fail: drops runs of steps, long runs first, as long as something is still
 * violated. Returns the numbers of the steps that remain.
 */
export async function shrink(seed: number, steps: readonly Step[], variant: Variant): Promise<readonly number[]> {
  const fails = async (kept: readonly number[]): Promise<boolean> => {
    const verdict = await play(seed, only(steps, kept), variant)
    return verdict.violation !== null
  }
  let kept: readonly number[] = steps.map((_, index) => index)
  for (let run = Math.ceil(kept.length / 2); run >= 1; run = run === 1 ? 0 : Math.ceil(run / 2)) {
    for (let from = 0; from < kept.length; ) {
      const without = [...kept.slice(0, from), ...kept.slice(from + run)]
      if (await fails(without)) kept = without
      else from += run
    }
  }
  return kept
}

/** The steps with these numbers. */
export const only = (steps: readonly Step[], kept: readonly number[]): readonly Step[] => steps.filter((_, index) => kept.includes(index))
