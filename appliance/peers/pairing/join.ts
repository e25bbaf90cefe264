import { connect } from 'node:net'
import { deviceOf, makeKey } from '../trust/authority.ts'
import { readRoster } from '../trust/roster.ts'
import type { TrustFolder } from '../trust/trust-folder.ts'
import { lineChannel } from './line-channel.ts'
import { commitMessage, grantMessage, nonceMessage, understand } from './messages.ts'
import { codeOf, commitTo, makeEphemeral, makeNonce, sealed } from './short-code.ts'

export interface JoinOptions {
  readonly trust: Pick<TrustFolder, 'join'>
  readonly site: string
  readonly device: string
  /** where siblings will reach this box's broker */
  readonly own: { readonly host: string; readonly port: number }
  /** the inviting box */
  readonly at: { readonly host: string; readonly port: number }
  readonly compare: (code: string, inviting: { readonly device: string }) => Promise<boolean>
  readonly silenceMs?: number
}

const SILENCE_MS = 120_000

/** Joins the site that another box invites to: makes its own key here, compares the codes, takes the certificate (N25, N26). */
export async function join(options: JoinOptions): Promise<{ readonly members: readonly string[] }> {
  const { site, device, own, at } = options
  const { key, publicKey } = await makeKey()
  const mine = makeEphemeral()
  const nonce = makeNonce()
  const socket = connect(at)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', (error) =>
      reject(new Error(`no box invites at ${at.host}:${at.port} (${error.message}): run gatehouse peers invite there`)),
    )
  })
  const channel = lineChannel(socket, options.silenceMs ?? SILENCE_MS)
  try {
    const hello = JSON.stringify({ v: 1, site, device, ...own, publicKey, agreement: mine.shown })
    channel.send(hello)
    const commitLine = await channel.next()
    const commit = understand(commitMessage, commitLine)
    if (commit.kind === 'refused') throw new Error(commit.reason)
    channel.send(JSON.stringify({ nonce }))
    const theirs = understand(nonceMessage, await channel.next())
    if (commitTo(theirs.nonce, [hello, commit.agreement]) !== commit.commit)
      throw new Error('the other box did not keep to what it had committed to: somebody may be in between. Nothing was changed')
    const heard = [hello, commitLine]
    const letter = sealed(mine, commit.agreement, heard, 'joiner')
    const same = await options.compare(codeOf(heard, { inviter: theirs.nonce, joiner: nonce }), { device: commit.device })
    channel.send(letter.seal({ same }))
    const grant = understand(grantMessage, letter.open(await channel.next()))
    if (grant.kind === 'refused') throw new Error(grant.reason)
    const { authority, certificate } = grant
    const roster = readRoster(JSON.stringify(grant.roster), authority, site)
    if (!same || !roster || (await deviceOf(certificate, authority)) !== device)
      throw new Error('what the other box handed over is not a membership of this site: nothing was changed')
    options.trust.join({ key, certificate, authority, roster })
    return { members: roster.body.members.map((member) => member.device) }
  } finally {
    channel.close()
  }
}
