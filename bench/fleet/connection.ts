import { createConnection, type Socket } from 'node:net'

/** An answer, whole. */
export interface Reply {
  readonly status: number
  /** null: it has none of that name, which is given in lower case */
  header(name: string): string | null
  readonly body: string
}

export interface ConnectionEvents {
  /** the request has gone out */
  onSent(): void
  onReply(reply: Reply): void
  /** no answer will come to what was asked: an errno's name, or a sentence */
  onBroken(why: string): void
}

const CONNECT_MS = 10_000

/**
 * HTTP/1.1 over one connection that is kept, one request at a time: what a device needs of it and no more. Node's own client costs several
 * times what the devices do themselves, on the very cores that the cloud is measured on.
 */
export function openConnection(cloud: URL, events: ConnectionEvents) {
  let socket: Socket | null = null
  let come: Buffer = EMPTY
  let asking = false

  function connect(): Socket {
    const made = createConnection({ host: cloud.hostname, port: Number(cloud.port), noDelay: true })
    // what fetch does on a box: a connection that nobody takes is given up long before the system would
    const giveUp = setTimeout(() => made.destroy(new Error('not connected in time')), CONNECT_MS)
    made.once('connect', () => clearTimeout(giveUp))
    let why = 'closed'
    made.on('error', (error: NodeJS.ErrnoException) => {
      why = error.code ?? error.message
    })
    made.on('close', () => {
      clearTimeout(giveUp)
      if (socket !== made) return
      socket = null
      come = EMPTY
      if (asking) {
        asking = false
        events.onBroken(why)
      }
    })
    made.on('data', (chunk: Buffer) => {
      come = come.length === 0 ? chunk : Buffer.concat([come, chunk])
      const reply = readReply(come)
      if (reply === null) return
      come = EMPTY
      asking = false
      if (reply.header('connection')?.toLowerCase() === 'close') {
        socket = null
        made.end()
      }
      events.onReply(reply)
    })
    return made
  }

  return {
    /** `path` with its query; the answer to the last one must have come */
    get(path: string, headers: readonly (readonly [string, string])[]): void {
      asking = true
      socket ??= connect()
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${cloud.host}\r\n${lines}\r\n`, 'latin1', (error) => {
        if (!error) events.onSent()
      })
    },
  }
}

const EMPTY = Buffer.alloc(0)
const END_OF_HEAD = '\r\n\r\n'

/** The answer these bytes are, or null while some of it is still to come. */
export function readReply(bytes: Buffer): Reply | null {
  const end = bytes.indexOf(END_OF_HEAD)
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  // names are looked for in lower case; values are taken as they came
  const lower = head.toLowerCase()
  const header = (name: string): string | null => {
    const at = lower.indexOf(`\r\n${name}:`)
    if (at < 0) return null
    const from = at + name.length + 3
    const until = head.indexOf('\r\n', from)
    return head.slice(from, until < 0 ? undefined : until).trim()
  }
  const rest = bytes.subarray(end + END_OF_HEAD.length)
  const status = Number(head.slice(9, 12))
  const length = header('content-length')
  if (length !== null) return rest.length < Number(length) ? null : { status, header, body: rest.toString('utf8', 0, Number(length)) }
  if (header('transfer-encoding')?.toLowerCase() !== 'chunked') return { status, header, body: '' }
  const body = unchunked(rest)
  return body === null ? null : { status, header, body }
}

function unchunked(bytes: Buffer): string | null {
  const pieces: Buffer[] = []
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return null
    const length = Number.parseInt(bytes.toString('latin1', at, line), 16)
    const from = line + 2
    if (bytes.length < from + length + 2) return null
    if (length === 0) return Buffer.concat(pieces).toString()
    pieces.push(bytes.subarray(from, from + length))
    at = from + length + 2
  }
}
