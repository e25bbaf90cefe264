import { createInterface } from 'node:readline/promises'
import type { PeersStatus } from '../compose/peer-status.ts'
import { type ApplianceConfig, loadConfig } from '../config.ts'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'
import { askBox, urlOption } from './own-box.ts'
import { peersTable } from './peers-output.ts'

const HELP = `usage: gatehouse peers list [--json] [--url URL]
       gatehouse peers invite --config SITE.TOML [--port N]
       gatehouse peers join --config SITE.TOML --host ADDRESS[:PORT]
       gatehouse peers remove --config SITE.TOML BOX
       gatehouse peers renew --config SITE.TOML
       gatehouse peers broker --config SITE.TOML --into FOLDER

The other boxes of this site. They share who is inside, what was paid, permits and validations over the network of the house,
with or without an internet.

  list     how each one stands: last seen, how far behind, clock difference, and what does not add up
  invite   on the first box: lets one more box in, for ten minutes and five tries
  join     on the new box: both screens show six digits; compare them, and say yes on both
  remove   on the first box: that box is not heard again
  renew    when the first box is lost for good or was shut out: makes this one the first, under a new authority; the others then join it
  broker   writes mosquitto.conf and acl for this box's own broker (the Pi's gatehouse-broker.service does it at every start)

  --config SITE.TOML  the box's site file; its [peers] table says where the others reach it
  --host ADDRESS      where the first box invites (port 8885 unless named)
  --into FOLDER       where broker writes its two files
  --port N            where this box listens while it invites (default: 8885)
  --url URL           where the box listens (default: ${urlOption.url.default})
`

const INVITE_PORT = 8885

export const peers: Command = async (argv, io) => {
  const { values, positionals } = readOptions(
    argv,
    {
      config: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string', default: String(INVITE_PORT) },
      ...urlOption,
      into: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
    { positionals: true },
  )
  const [verb, name] = positionals
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  const say = (text: string) => void io.stdout.write(`${text}\n`)
  if (verb === 'list') {
    const status = await statusAt(values.url)
    say(values.json ? JSON.stringify(status) : peersTable(status))
    return 0
  }
  if (verb !== 'invite' && verb !== 'join' && verb !== 'remove' && verb !== 'renew' && verb !== 'broker')
    throw new UsageError(`say what to do: list, invite, join, remove, renew or broker${verb ? ` (there is no ${verb})` : ''}`)
  if (!values.config) throw new UsageError('name the site file: --config SITE.TOML')
  const site = siteOf(loadConfig(values.config))
  const { trustFolder } = await import('../peers/trust/trust-folder.ts')
  const trust = trustFolder(site.dataDir, site.site, site.device)
  if (verb === 'broker') {
    if (!values.into) throw new UsageError('say where to write: --into FOLDER')
    if (!trust.membership())
      throw new Error('this box has not joined its siblings yet: gatehouse peers invite on the first box, join on the others')
    const { writeBroker } = await import('../peers/broker-config.ts')
    say(writeBroker({ ...site, siblings: trust.siblings(), folder: trust.folder, into: values.into }))
    return 0
  }
  if (verb === 'remove') {
    if (!name) throw new UsageError('name the box: gatehouse peers remove --config SITE.TOML BOX')
    await trust.expel(name)
    say(`${name} is removed: the others hear of it within seconds, and their brokers refuse it once they have read the new list.`)
    return 0
  }
  if (verb === 'renew') {
    const { aside } = await trust.renew(site.own)
    say(
      `${site.device} is the first box of ${site.site} now, under a new authority. What was is kept in ${aside}.\nThe other boxes hear it again once each has joined it: gatehouse peers invite here, gatehouse peers join there.`,
    )
    return 0
  }
  if (verb === 'invite') {
    const port = portOf(values.port)
    const { authority, canInvite } = await trust.found(site.own)
    if (!canInvite) throw new Error('this box joined the site: invite on the box that was first')
    const { invite, INVITE_TRIES } = await import('../peers/pairing/invite.ts')
    const invitation = await invite({
      ...{
        trust,
        site: site.site,
        device: site.device,
        authority,
        host: '0.0.0.0',
        port,
        compare: (code, { device }) => compare(code, device, say),
      },
      onTry: (problem) => say(`  ${problem}`),
    })
    say(
      `${site.device} invites for ten minutes and ${INVITE_TRIES} tries. On the new box:\n  gatehouse peers join --config SITE.TOML --host ${site.own.host}:${invitation.port}`,
    )
    say(`${(await invitation.joined).device} has joined ${site.site}.`)
    return 0
  }
  if (!values.host) throw new UsageError('say where the first box invites: --host ADDRESS[:PORT]')
  const { join } = await import('../peers/pairing/join.ts')
  const at = addressOf(values.host)
  const { members } = await join({ trust, ...site, at, compare: (code, { device }) => compare(code, device, say) })
  say(`${site.device} has joined ${site.site}: ${members.join(', ')}.`)
  return 0
}

function siteOf({ place, box, peers }: ApplianceConfig) {
  if (!peers) throw new Error('the site file has no [peers] table: write where the other boxes reach this one, host = "ADDRESS"')
  return { site: place.id, device: box.id, dataDir: box.dataDir, own: peers }
}

function portOf(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`${text} is no port: 1 to 65535`)
  return port
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, host = text, port] = /^(.+):(\d+)$/.exec(text) ?? []
  return { host, port: port === undefined ? INVITE_PORT : portOf(port) }
}

/** Only a person can compare two screens: there is no option that says yes. */
async function compare(code: string, device: string, say: (text: string) => void): Promise<boolean> {
  say(`\n  ${code.slice(0, 3)} ${code.slice(3)}\n`)
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await lines.question(`Does the screen of ${device} show the same six digits? [yes/no] `)
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}

async function statusAt(url: string): Promise<PeersStatus> {
  const { status, body } = await askBox(url, '/api/peers')
  if (status === 404) throw new Error('this box is alone: its site file has no [peers] table')
  return body as PeersStatus
}
