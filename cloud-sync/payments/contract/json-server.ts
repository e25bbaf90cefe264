import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the next requests go wrong; null is a healthy provider. */
export type JsonFault = null | 'error500' | 'html' | 'portal' | 'silence' | 'hangUp' | 'nonsense'

export interface JsonRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly body: unknown
}

export interface JsonReply {
  readonly status: number
  readonly body: unknown
}

export interface JsonServer {
  readonly baseUrl: string
  readonly seen: JsonRequest[]
  fault: JsonFault
  /** answers about something else than was asked: a path in place of the one that was meant */
  misroute: ((path: string) => string) | null
  close(): Promise<void>
}

/** A loopback JSON API whose answers `route` gives; every fault a provider or the way to it can have is switched on by name. */
export async function startJsonServer(route: (request: JsonRequest) => JsonReply): Promise<JsonServer> {
  const seen: JsonRequest[] = []
  const state = { fault: null as JsonFault, misroute: null as JsonServer['misroute'] }
  const http = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (state.fault === 'silence') return
      if (state.fault === 'hangUp') return void request.socket.destroy()
      if (state.fault === 'portal') return void response.writeHead(302, { location: 'http://login.portal.invalid/' }).end()
      if (state.fault === 'html') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to our Wi-Fi</h1>')
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (state.fault === 'error500') return void answer(500, { name: 'INTERNAL_SERVER_ERROR' })
      if (state.fault === 'nonsense') return void answer(200, { hello: 'world' })
      const text = Buffer.concat(parts).toString('utf8')
      const asked = {
        method: request.method ?? 'GET',
        path: state.misroute?.(request.url ?? '/') ?? request.url ?? '/',
        headers: request.headers,
        text,
        body: parsed(text),
      }
      seen.push(asked)
      const { status, body } = route(asked)
      answer(status, body)
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    seen,
    get fault() {
      return state.fault
    },
    set fault(next) {
      state.fault = next
    },
    get misroute() {
      return state.misroute
    },
    set misroute(next) {
      state.misroute = next
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
