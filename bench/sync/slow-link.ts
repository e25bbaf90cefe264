import { type AddressInfo, createServer, connect as openSocket, type Socket } from 'node:net'
import { Transform, type TransformCallback } from 'node:stream'

export interface SlowLink {
  readonly url: string
  /** bytes that have passed, headers included, each way */
  readonly passed: { readonly up: number; readonly down: number }
  stop(): Promise<void>
}

/** A TCP proxy on loopback that lets through so many bits a second each way, shared by all connections, and counts bytes. No limit: Infinity. */
export async function startSlowLink(to: string, bitsPerSecond: number): Promise<SlowLink> {
  const target = new URL(to)
  const passed = { up: 0, down: 0 }
  const [up, down] = [lane(bitsPerSecond), lane(bitsPerSecond)]
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (near) => {
    const far = openSocket({ host: target.hostname, port: Number(target.port), noDelay: true })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    near.pipe(metered(up, (bytes) => (passed.up += bytes))).pipe(far)
    far.pipe(metered(down, (bytes) => (passed.down += bytes))).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** When the line is free again; whoever comes next waits for that. */
type Lane = (bytes: number) => number

function lane(bitsPerSecond: number): Lane {
  let freeAt = 0
  return (bytes) => {
    const now = performance.now()
    freeAt = Math.max(now, freeAt) + (bytes * 8_000) / bitsPerSecond
    return freeAt - now
  }
}

/** an Ethernet frame's worth: connections that share the line take turns */
const PIECE = 1_500

function metered(line: Lane, count: (bytes: number) => void): Transform {
  return new Transform({
    highWaterMark: PIECE,
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      const next = (from: number): void => {
        if (from >= chunk.length) {
          done()
          return
        }
        const piece = chunk.subarray(from, from + PIECE)
        count(piece.length)
        const wait = line(piece.length)
        const pass = () => {
          this.push(piece)
          next(from + PIECE)
        }
        // a timer is a millisecond late: shorter waits are made up for by the next ones, for the line remembers when it is free
        if (wait < 1) pass()
        else setTimeout(pass, wait)
      }
      next(0)
    },
  })
}
