import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What may become of one request on its way to the cloud and back. */
export const mishaps = ['none', 'late', 'cutBefore', 'cutAfter', 'reset', 'replay', 'dribble', 'portal', 'gateway'] as const
export type Mishap = (typeof mishaps)[number]

export interface FaultProxy {
  readonly url: string
  /** asked for every request to the ingest paths; shapes pass */
  next: () => Mishap
  /** how often each came to pass */
  readonly counts: Map<Mishap, number>
  stop(): Promise<void>
}

/** A bad network in front of a real cloud: an HTTP proxy on loopback that delays, cuts, repeats and lies. */
export async function startFaultProxy(cloudUrl: string): Promise<FaultProxy> {
  const counts = new Map<Mishap, number>()
  const server = createServer((incoming, outgoing) => {
    const meets = incoming.url === '/v1/ingest' || incoming.url === '/v1/hello' ? proxy.next() : 'none'
    counts.set(meets, (counts.get(meets) ?? 0) + 1)
    carry(cloudUrl, incoming, outgoing, meets).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: () => 'none',
    counts,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return proxy
}

async function carry(cloudUrl: string, incoming: IncomingMessage, outgoing: ServerResponse, meets: Mishap): Promise<void> {
  const body = await read(incoming)
  if (meets === 'cutBefore') return void incoming.socket.destroy()
  if (meets === 'reset') return void incoming.socket.resetAndDestroy()
  if (meets === 'portal') {
    outgoing.writeHead(200, { 'content-type': 'text/html' })
    return void outgoing.end('<html>Welcome! Please log in.</html>')
  }
  if (meets === 'gateway') return void outgoing.writeHead(502).end('bad gateway')
  if (meets === 'late') await new Promise((resolve) => setTimeout(resolve, 30))
  if (meets === 'replay') await read(await ask(cloudUrl, incoming, body, outgoing))
  const answer = await ask(cloudUrl, incoming, body, outgoing)
  if (meets === 'cutAfter') {
    await read(answer)
    return void incoming.socket.destroy()
  }
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
  if (meets !== 'dribble') return void answer.pipe(outgoing)
  for (const byte of await read(answer)) {
    outgoing.write(Uint8Array.of(byte))
    await new Promise((resolve) => setImmediate(resolve))
  }
  outgoing.end()
}

function ask(cloudUrl: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, headers } = incoming
    const forwarded = send(new URL(incoming.url ?? '/', cloudUrl), { ...(method ? { method } : {}), headers }, resolve)
    forwarded.on('error', reject)
    // a box that hangs up takes its held request with it
    outgoing.on('close', () => forwarded.destroy())
    forwarded.end(body)
  })
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks)
}
