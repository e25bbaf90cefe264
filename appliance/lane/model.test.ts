import * as fc from 'fast-check'
import { describe, it } from 'vitest'
import { anyAction } from './testing/model-actions.ts'
import { livesThrough } from './testing/model-run.ts'

describe('whatever the world does', () => {
  it.each(['entry', 'exit'] as const)('[L4] [L31] [L45] [L53] the laws hold at an %s', async (direction) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { minLength: 1, maxLength: 30 }), (actions) => livesThrough(direction, actions)),
      { numRuns: direction === 'exit' ? 80 : 50, endOnFailure: false },
    )
  })
})
