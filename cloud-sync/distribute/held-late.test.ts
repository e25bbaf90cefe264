import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

// In a process of its own: what is tried is the order in which one loads its modules.
it('[S40] a held request is answered when its time comes, also where another server ran before the endpoint was loaded', async () => {
  const script = `
    import { createServer } from 'node:http'
    import { getRequestListener } from '@hono/node-server'
    getRequestListener(() => new Response('first'))
    const { shapeRoutes } = await import('./routes.ts')
    const answer = { status: 200, headers: { 'electric-cursor': '7' }, body: '[1]' }
    const held = { onAnswer: (to) => { const timer = setTimeout(() => to(answer), 50); return () => clearTimeout(timer) } }
    const routes = shapeRoutes({ engine: { serve: async () => held }, authenticate: null })
    const server = createServer(getRequestListener(routes.fetch)).listen(0, '127.0.0.1', async () => {
      const told = await fetch('http://127.0.0.1:' + server.address().port + '/v1/shape?table=t&offset=0_0&handle=h&live=true')
      console.log(told.headers.get('electric-cursor'), await told.text())
      process.exit()
    })`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: join(import.meta.dirname) })
  expect(stdout.trim()).toBe('7 [1]')
})
