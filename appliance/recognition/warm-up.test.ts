import { expect, it } from 'vitest'
import type { Engine } from './engine.ts'
import { openEngine } from './open-engine.ts'
import { decodePicture } from './picture.ts'
import { plateSyntax } from './syntax.ts'
import { practicePicture, warmUp } from './warm-up.ts'

it('[R36] practice takes the engine through every stage: something is found, and something is read', async () => {
  const engine = await openEngine({ engine: 'gatehouse', threads: 1 })
  const stages: string[] = []
  const found = await engine.search(await decodePicture(await practicePicture(), engine), plateSyntax(), (stage) => stages.push(stage))
  expect(stages).toEqual(['detect', 'read'])
  expect(found).not.toEqual([])
  await engine.release()
}, 60_000)

it('[R36] practice ends where a real picture is wanted, and an engine that fails at it stays as it is', async () => {
  let shown = 0
  const failing: Engine = {
    colour: false,
    async search(picture) {
      if (shown++ > 0) throw new Error('of another shape')
      expect(picture.grey).toHaveLength(640 * 384)
      return []
    },
    release: async () => {},
  }
  await warmUp(failing, plateSyntax())
  expect(shown).toBe(2)
  await warmUp(failing, plateSyntax(), () => shown > 2)
  expect(shown).toBe(3)
})
