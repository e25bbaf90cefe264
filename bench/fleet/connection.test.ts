import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openConnection, type Reply, readReply } from './connection.ts'

async function server(answer: RequestListener): Promise<URL> {
  const made = createServer(answer)
  onTestFinished(() => void made.close())
  onTestFinished(() => made.closeAllConnections())
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  return new URL(`http://127.0.0.1:${(made.address() as AddressInfo).port}`)
}

/** Asks one after the other; `null` for one that broke. */
function asking(cloud: URL) {
  let settle: (reply: Reply | string) => void = () => {}
  let sent = 0
  const connection = openConnection(cloud, { onSent: () => void sent++, onReply: (reply) => settle(reply), onBroken: (why) => settle(why) })
  const get = (path: string) =>
    new Promise<Reply | string>((resolve) => {
      settle = resolve
      connection.get(path, [['x-name', 'value']])
    })
  return { get, sent: () => sent }
}

it('reads answers of Node’s own server over one connection: of a known length, in pieces, without a body, and closed', async () => {
  const ports = new Set<number | undefined>()
  const cloud = await server((request, response) => {
    ports.add(request.socket.remotePort)
    if (request.url === '/pieces') {
      response.write('first, ')
      setImmediate(() => response.end(`then ${request.headers['x-name']} ü`))
    } else if (request.url === '/closed') response.writeHead(503, { connection: 'close', 'x-why': 'stopping' }).end('over')
    else if (request.url === '/none') response.writeHead(304).end()
    else response.writeHead(200, { 'Electric-Handle': 'H-1', 'content-length': 3 }).end('öx')
  })
  const { get, sent } = asking(cloud)
  const read = async (path: string) => {
    const reply = await get(path)
    if (typeof reply === 'string') throw new Error(reply)
    return [reply.status, reply.body, reply.header('electric-handle') ?? reply.header('x-why')]
  }
  expect(await read('/')).toEqual([200, 'öx', 'H-1'])
  expect(await read('/pieces')).toEqual([200, 'first, then value ü', null])
  expect(await read('/none')).toEqual([304, '', null])
  expect([await read('/closed'), ports.size]).toEqual([[503, 'over', 'stopping'], 1])
  expect([await read('/'), ports.size, sent()]).toEqual([[200, 'öx', 'H-1'], 2, 5])
})

it('says what broke, and asks anew over another connection', async () => {
  let cut = true
  const cloud = await server((request, response) => (cut ? request.socket.resetAndDestroy() : response.end('here')))
  const { get } = asking(cloud)
  expect(await get('/')).toBe('ECONNRESET')
  cut = false
  expect(await get('/')).toMatchObject({ status: 200, body: 'here' })
  expect(await asking(new URL('http://127.0.0.1:9')).get('/')).toBe('ECONNREFUSED')
})

it('an answer is one once all of it is there, wherever it was cut', () => {
  for (const whole of [
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n',
  ]) {
    for (let length = 0; length < whole.length; length++)
      expect(readReply(Buffer.from(whole.slice(0, length))), whole.slice(0, length)).toBeNull()
    expect(readReply(Buffer.from(whole))).toMatchObject({ status: 200, body: 'ab' })
  }
})
