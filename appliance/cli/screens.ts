import { hostname, networkInterfaces } from 'node:os'
import { columns } from './columns.ts'
import type { Command } from './command.ts'
import { readOptions } from './options.ts'
import { askBox, ownBoxHelp, ownBoxOptions, readToken, told } from './own-box.ts'

const HELP = `usage: gatehouse screens [--renew] [--json]

Prints, for each lane and pay point, the address that makes a browser on another machine its screen. A browser on the box itself
needs none. Keep the addresses to yourself: whoever opens one sees that screen and presses what it offers.

  --renew            make new keys first; every screen on another machine must then be opened with its new address
  --json             the same as one JSON object
${ownBoxHelp}`

interface ScreenAddress {
  readonly id: string
  readonly name: string
  readonly path: string
}

export const screens: Command = async (argv, io) => {
  const { values } = readOptions(argv, {
    ...ownBoxOptions,
    ...{ renew: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  const token = readToken(values['token-file'])
  if (values.renew) told(await askBox(values.url, '/api/screens/renew', { method: 'POST', token }))
  const { screens: found } = told<{ readonly screens: readonly ScreenAddress[] }>(await askBox(values.url, '/api/screens', { token }))
  const { port } = new URL(values.url)
  const reached = await reachedAt(port)
  const origin = `http://${reached?.name ?? 'BOX'}:${port}`
  const rows = found.map(({ id, name, path }) => ({ id, name, address: origin + path }))
  if (values.json) {
    io.stdout.write(`${JSON.stringify({ screens: rows, listensToNetwork: reached !== null })}\n`)
    return 0
  }
  io.stdout.write(`${columns([['screen', 'name', 'address'], ...rows.map(({ id, name, address }) => [id, name, address])]).join('\n')}\n`)
  if (reached) io.stdout.write(`\nThe box is also reached at ${reached.addresses.join(', ')}.\n`)
  else
    io.stdout.write('\nThis box listens to itself only. For a screen on another machine its site file says host = "0.0.0.0" under [box].\n')
  return 0
}

/** This machine's name and addresses on its network, or null when the box does not answer there. */
async function reachedAt(port: string): Promise<{ readonly name: string; readonly addresses: readonly string[] } | null> {
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
  const [first] = addresses
  if (first === undefined) return null
  const answers = await askBox(`http://${first}:${port}`, '/healthz').catch(() => null)
  return answers && { name: `${hostname()}.local`, addresses }
}
