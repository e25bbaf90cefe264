import * as fc from 'fast-check'
import { describe, it } from 'vitest'
import { anyAction } from './testing/model-actions.ts'
import { livesThrough } from './testing/model-run.ts'

describe('whatever the world does, for long', () => {
  it.each(['entry', 'exit'] as const)('[L4] [L31] [L45] [L53] the laws hold at an %s', { timeout: 900_000 }, async (direction) => {
    const numRuns = Number(process.env.GATEHOUSE_LANE_RUNS ?? 1_500)
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { minLength: 1, maxLength: 60 }), (actions) => livesThrough(direction, actions)),
      { numRuns },
    )
  })
})
