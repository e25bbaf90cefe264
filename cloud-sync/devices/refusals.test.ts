import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { countRefusals } from './refusals.ts'

const NOW = Date.UTC(2026, 10, 22, 16)

it('[S21] a clock that is wrong is counted; being asked to sign again by a cloud that has just started is not', async () => {
  const refusals = countRefusals(() => NOW)
  const app = new Hono()
  app.use(refusals.watch)
  const asked = (now: number) => ({ error: 'clock', message: 'sign again', now })
  app.get('/wrong-clock', (c) => c.json(asked(NOW), 401))
  app.get('/just-started', (c) => c.json(asked(NOW + 6_000), 401))
  await app.request('/just-started')
  expect(refusals.counts()).toEqual({ since: NOW, byReason: {} })
  await app.request('/wrong-clock')
  expect(refusals.counts().byReason).toEqual({ clock: 1 })
})
