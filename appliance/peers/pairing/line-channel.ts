import type { Socket } from 'node:net'

const MAX_LINE = 128 * 1024

/** Lines of text over a socket, one at a time. Both ends give up after `timeoutMs` of silence, or when the other hangs up. */
export interface LineChannel {
  send(line: string): void
  /** rejects with a sentence for people */
  next(): Promise<string>
  close(): void
}

export function lineChannel(socket: Socket, timeoutMs: number): LineChannel {
  const lines: string[] = []
  let rest = ''
  let ended: Error | null = null
  let wake: (() => void) | null = null
  const end = (error: Error) => {
    ended ??= error
    wake?.()
  }
  socket.setEncoding('utf8')
  socket.setTimeout(timeoutMs, () => {
    end(new Error('the other box has fallen silent: begin again'))
    socket.destroy()
  })
  socket.on('data', (chunk: string) => {
    rest += chunk
    if (rest.length > MAX_LINE) {
      end(new Error('the other side does not speak as a Gatehouse box does'))
      socket.destroy()
      return
    }
    const parts = rest.split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    wake?.()
  })
  socket.on('error', (error) => end(new Error(`the connection to the other box broke (${error.message}): begin again`)))
  socket.on('close', () => end(new Error('the other box has hung up: begin again')))
  return {
    send: (line) => void socket.write(`${line}\n`),
    async next() {
      while (lines.length === 0) {
        if (ended) throw ended
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return lines.shift() ?? ''
    },
    close: () => void socket.end(),
  }
}
