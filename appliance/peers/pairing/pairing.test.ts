import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join as pathJoin } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { deviceOf } from '../trust/authority.ts'
import { trustFolder } from '../trust/trust-folder.ts'
import { type InviteOptions, invite } from './invite.ts'
import { join } from './join.ts'
import { codeOf, commitTo, makeEphemeral, sealed } from './short-code.ts'

const yes = async () => true
const no = async () => false

async function founded(site = 'markt') {
  const root = mkdtempSync(pathJoin(tmpdir(), 'gatehouse-pairing-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const first = trustFolder(pathJoin(root, 'first'), site, 'box-entry')
  const second = trustFolder(pathJoin(root, 'second'), site, 'box-exit')
  const membership = await first.found({ host: '10.0.0.1', port: 8884 })
  const open = async (over: Partial<InviteOptions> = {}) => {
    const invitation = await invite({
      ...{ trust: first, site, device: 'box-entry', authority: membership.authority, host: '127.0.0.1', port: 0, compare: yes },
      ...over,
    })
    invitation.joined.catch(() => {})
    onTestFinished(() => invitation.stop())
    return invitation
  }
  const come = (port: number, compare: (code: string) => Promise<boolean> = yes, over: { site?: string; device?: string } = {}) =>
    join({
      ...{ trust: second, site, device: 'box-exit', own: { host: '10.0.0.2', port: 8884 }, at: { host: '127.0.0.1', port }, compare },
      ...over,
    })
  return { first, second, open, come, membership }
}

describe('joining a site', () => {
  it('[N25, N26] both screens show the same six digits; both say yes; the box is a member, and its key never left it', async () => {
    const { first, second, open, come } = await founded()
    const shown: string[] = []
    const note = async (code: string) => shown.push(code) > 0
    const invitation = await open({ compare: note })
    expect(await come(invitation.port, note)).toEqual({ members: ['box-entry', 'box-exit'] })
    expect(await invitation.joined).toEqual({ device: 'box-exit' })
    expect(shown).toHaveLength(2)
    expect(shown[0]).toMatch(/^\d{6}$/)
    expect(shown[0]).toBe(shown[1])
    const [a, b] = [first.membership(), second.membership()]
    expect(b?.roster).toEqual(a?.roster)
    expect(b).toMatchObject({ device: 'box-exit', canInvite: false })
    expect(a?.canInvite).toBe(true)
    expect(await deviceOf(b?.box.certificate ?? '', a?.authority ?? '')).toBe('box-exit')
  })

  it.each([
    ['here', no, yes],
    ['there', yes, no],
  ])('[N26] a no on one side, %s, and nothing is signed', async (_where, here, there) => {
    const { first, second, open, come } = await founded()
    const invitation = await open({ compare: here })
    await expect(come(invitation.port, there)).rejects.toThrow(/codes were not the same/)
    expect(second.membership()).toBeNull()
    expect(first.membership()?.roster.body.serial).toBe(1)
  })

  it('[N26] somebody in between who puts in their own keys makes the screens differ', async () => {
    const { first, second, open, come } = await founded()
    const shown: string[] = []
    const compare = async (code: string) => {
      shown.push(code)
      await expect.poll(() => shown.length, { timeout: 10_000 }).toBe(2)
      return shown[0] === shown[1]
    }
    const invitation = await open({ compare })
    const attacker = makeEphemeral()
    // replaces the agreement in every message that carries one
    const meddle = (text: string) => text.replace(/"agreement":"[^"]+"/, `"agreement":"${attacker.shown}"`)
    const port = await between(invitation.port, meddle)
    await expect(come(port, compare)).rejects.toThrow(/nothing was changed|Nothing was changed|hung up/i)
    expect(second.membership()).toBeNull()
    expect(first.membership()?.roster.body.members).toHaveLength(1)
  })

  it('[N26] a nonce other than the one committed to is noticed before any code is shown', async () => {
    const { open, come } = await founded()
    const invitation = await open()
    const port = await between(invitation.port, (text) => text.replace(/^\{"nonce":"..../, '{"nonce":"AAAA'))
    await expect(come(port)).rejects.toThrow(/committed/)
  })

  it('[N27] one at a time, five tries, and it ends with the first box that joined', async () => {
    const { open, come } = await founded()
    const invitation = await open({ tries: 2, compare: no })
    await expect(come(invitation.port)).rejects.toThrow(/not the same/)
    await expect(come(invitation.port)).rejects.toThrow(/not the same/)
    await expect(invitation.joined).rejects.toThrow(/2 tries, and no box joined/)
    await expect(come(invitation.port)).rejects.toThrow(/no box invites/)
    const late = await open({ lastsMs: 1 })
    await expect(late.joined).rejects.toThrow(/time is over/)
  })

  it('[N27] a second box that comes while one is joining is told to wait', async () => {
    const { open, come } = await founded()
    const asked = Promise.withResolvers<void>()
    const said = Promise.withResolvers<boolean>()
    const invitation = await open({
      compare: () => {
        asked.resolve()
        return said.promise
      },
    })
    const first = come(invitation.port)
    await asked.promise
    await expect(come(invitation.port, yes, { device: 'box-3' })).rejects.toThrow(/another box is joining/)
    said.resolve(true)
    expect(await first).toMatchObject({ members: ['box-entry', 'box-exit'] })
  })

  it('refuses another site’s box, a box of its own name, and a ninth, in words', async () => {
    const { first, open, come } = await founded()
    await expect(come((await open()).port, yes, { site: 'bahnhof' })).rejects.toThrow(/of site bahnhof, and this is markt/)
    await expect(come((await open()).port, yes, { device: 'box-entry' })).rejects.toThrow(/that is this box/)
    const { key: _, publicKey } = await (await import('../trust/authority.ts')).makeKey()
    for (let i = 0; i < 7; i++) await first.admit({ device: `box-${i}`, publicKey, host: 'h', port: 1 })
    await expect(come((await open()).port)).rejects.toThrow(/at most 8 boxes/)
  })

  it('whatever is said to it, an invitation answers or hangs up, and goes on', async () => {
    const { open, come } = await founded()
    const problems: string[] = []
    const invitation = await open({ tries: 50, onTry: (problem) => problems.push(problem), silenceMs: 5_000 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.json()), { minLength: 1, maxLength: 4 }), async (lines) => {
        const socket = connect(invitation.port, '127.0.0.1')
        const closed = new Promise((resolve) => socket.on('close', resolve))
        socket.on('error', () => {})
        socket.resume()
        socket.end(`${lines.map((line) => line.replaceAll('\n', ' ')).join('\n')}\n`)
        await closed
      }),
      { numRuns: 12 },
    )
    await expect.poll(() => problems.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(12)
    expect(await come(invitation.port)).toMatchObject({ members: ['box-entry', 'box-exit'] })
  })
})

describe('the short code', () => {
  it('[N26] depends on every word that was said, and is spread over a million', () => {
    const nonces = { inviter: 'i', joiner: 'j' }
    const codes = new Set(Array.from({ length: 2_000 }, (_, n) => codeOf([`hello ${n}`, 'commit'], nonces)))
    // 2 000 draws of a million: two alike are to be expected, more than a dozen are not
    expect(codes.size).toBeGreaterThan(1_985)
    expect(codeOf(['ab', 'c'], nonces)).not.toBe(codeOf(['a', 'bc'], nonces))
    expect(commitTo('n', ['a'])).not.toBe(commitTo('n', ['b']))
  })

  it('a sealed letter opens once, for the other side only', () => {
    const [a, b] = [makeEphemeral(), makeEphemeral()]
    const [inviter, joiner] = [sealed(a, b.shown, ['t'], 'inviter'), sealed(b, a.shown, ['t'], 'joiner')]
    const letter = inviter.seal({ n: 1 })
    expect(joiner.open(letter)).toEqual({ n: 1 })
    expect(joiner.open(letter)).toBeNull()
    expect(sealed(b, a.shown, ['other'], 'joiner').open(letter)).toBeNull()
  })
})

/** A proxy that may change what passes, both ways; its port. */
async function between(port: number, meddle: (text: string) => string): Promise<number> {
  const pipe = (from: Socket, to: Socket) => {
    from.on('data', (chunk) => void to.write(meddle(chunk.toString())))
    from.on('close', () => to.destroy())
    from.on('error', () => to.destroy())
  }
  const server = createServer((socket) => {
    const onward = connect(port, '127.0.0.1')
    pipe(socket, onward)
    pipe(onward, socket)
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
