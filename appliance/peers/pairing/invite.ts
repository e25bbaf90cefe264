import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { TrustFolder } from '../trust/trust-folder.ts'
import { type LineChannel, lineChannel } from './line-channel.ts'
import { helloMessage, nonceMessage, understand, verdictMessage } from './messages.ts'
import { codeOf, commitTo, makeEphemeral, makeNonce, sealed } from './short-code.ts'

export interface InviteOptions {
  readonly trust: Pick<TrustFolder, 'admit'>
  readonly site: string
  readonly device: string
  readonly authority: string
  readonly host: string
  readonly port: number
  /** shows the code and asks the person at this screen whether the other one shows the same */
  readonly compare: (code: string, joining: { readonly device: string; readonly host: string }) => Promise<boolean>
  readonly onTry?: (problem: string) => void
  readonly tries?: number
  readonly lastsMs?: number
  readonly silenceMs?: number
}

export interface Invitation {
  readonly port: number
  /** the box that joined; rejects when the time or the tries are over */
  readonly joined: Promise<{ readonly device: string }>
  stop(): void
}

export const INVITE_TRIES = 5
export const INVITE_MS = 10 * 60_000
const SILENCE_MS = 120_000

/** Lets one box into the site: listens for it, compares the codes, signs its key. One at a time, a few tries, a few minutes (N26, N27). */
export async function invite(options: InviteOptions): Promise<Invitation> {
  const { tries = INVITE_TRIES, lastsMs = INVITE_MS, silenceMs = SILENCE_MS } = options
  let left = tries
  let busy = false
  let settle: { resolve(device: { device: string }): void; reject(error: Error): void } = { resolve: () => {}, reject: () => {} }
  const joined = new Promise<{ readonly device: string }>((resolve, reject) => {
    settle = { resolve, reject }
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    const channel = lineChannel(socket, silenceMs)
    const refuse = (reason: string): void => {
      channel.send(JSON.stringify({ v: 1, kind: 'refused', reason }))
      channel.close()
    }
    if (busy) return refuse('another box is joining just now: wait until it is done')
    busy = true
    left -= 1
    admitOne(options, channel)
      .then((device) => end(() => settle.resolve({ device })))
      .catch((error: Error) => {
        options.onTry?.(error.message)
        channel.close()
        if (left <= 0)
          end(() => settle.reject(new Error(`${tries} tries, and no box joined: look who is on this network, then invite anew`)))
      })
      .finally(() => {
        busy = false
      })
  })
  const timer = setTimeout(() => end(() => settle.reject(new Error('the time is over and no box joined: invite anew'))), lastsMs)
  function end(then: () => void): void {
    clearTimeout(timer)
    server.close()
    then()
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`cannot listen on port ${options.port} (${error.message}): choose another with --port`)),
    )
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    joined,
    stop() {
      end(() => settle.reject(new Error('the invitation was taken back')))
      for (const socket of sockets) socket.destroy()
    },
  }
}

async function admitOne(options: InviteOptions, channel: LineChannel): Promise<string> {
  const { site, device } = options
  const said = await channel.next()
  const hello = understand(helloMessage, said)
  const refuse = (reason: string): never => {
    channel.send(JSON.stringify({ v: 1, kind: 'refused', reason }))
    throw new Error(reason)
  }
  if (hello.site !== site) refuse(`that box is of site ${hello.site}, and this is ${site}: correct [site] id in its site.toml`)
  const mine = makeEphemeral()
  const nonce = makeNonce()
  const commit = JSON.stringify({ v: 1, kind: 'commit', device, agreement: mine.shown, commit: commitTo(nonce, [said, mine.shown]) })
  channel.send(commit)
  const theirs = understand(nonceMessage, await channel.next())
  channel.send(JSON.stringify({ nonce }))
  const heard = [said, commit]
  const code = codeOf(heard, { inviter: nonce, joiner: theirs.nonce })
  const letter = sealed(mine, hello.agreement, heard, 'inviter')
  const [here, there] = await Promise.all([
    options.compare(code, { device: hello.device, host: hello.host }),
    channel.next().then((line) => understand(verdictMessage, letter.open(line)).same),
  ])
  const close = (reason: string): never => {
    channel.send(letter.seal({ kind: 'refused', reason }))
    throw new Error(reason)
  }
  if (!here || !there) close('the codes were not the same, or somebody said so: nothing was changed')
  const { certificate, roster } = await options.trust.admit(hello).catch((error: Error) => close(error.message))
  channel.send(letter.seal({ kind: 'grant', authority: options.authority, certificate, roster }))
  channel.close()
  return hello.device
}
