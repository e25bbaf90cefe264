import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

export interface Listening {
  readonly url: string
  readonly port: number
  /** ends every connection; resolves when the port is free again */
  stop(): Promise<void>
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} on ${host} is already in use. Stop the other program, or choose another port in site.toml.`,
    EACCES: `This user may not use port ${port} on ${host}. Choose a port above 1023 in site.toml.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Use 127.0.0.1, or the machine's own address, in site.toml.`,
    ENOTFOUND: `${host} is not an address of this machine. Use 127.0.0.1, or the machine's own address, in site.toml.`,
  }
  return new Error(why[error.code ?? ''] ?? `Cannot listen on ${host} port ${port}: ${error.message}`, { cause: error })
}

/** Serves `app` over plain HTTP. `port` 0 takes a free one. `onStop` runs first, while connections still exist. */
export function listen(app: Hono, at: { readonly host: string; readonly port: number }, onStop: () => void): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  // A touchscreen sends a few hundred bytes: whoever needs longer than this is holding a socket open.
  server.headersTimeout = 10_000
  server.requestTimeout = 15_000
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, at.host, at.port)))
    server.listen(at.port, at.host, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : at.port
      const host = at.host.includes(':') ? `[${at.host}]` : at.host
      resolve({
        port,
        url: `http://${host === '0.0.0.0' || host === '[::]' ? 'localhost' : host}:${port}`,
        stop: () =>
          new Promise((stopped) => {
            onStop()
            server.close(() => stopped())
            // Streams end by themselves within a moment; what is still open then is cut.
            setTimeout(() => server.closeAllConnections(), 200).unref()
            server.closeIdleConnections()
          }),
      })
    })
  })
}
