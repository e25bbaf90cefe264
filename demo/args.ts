import { parseArgs } from 'node:util'

/** What `npm start -- …` was asked for. */
export interface DemoOptions {
  readonly once: boolean
  readonly offline: boolean
  readonly lan: boolean
  readonly photos: string | null
  readonly port: number
  readonly cloudPort: number
  /** null: ./.data, or a throw-away folder with --once */
  readonly data: string | null
  readonly seed: number | null
}

export type Asked =
  | { readonly kind: 'run'; readonly options: DemoOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly sentence: string }

export const helpText = `npm start [-- options]      a whole car park on this machine: cloud, box and simulator

  --once            one car enters, pays and leaves; prints a line of JSON and ends
  --offline         the box's internet is cut from the start (with --once: until the car has left)
  --photos DIR      cars from a folder of your own photographs (JPEG, PNG, WebP)
  --lan             puts this machine's LAN address into the QR, so that a real phone can pay
  --port N          the box: kiosk, simulator (default 8080; 0 = any free port)
  --cloud-port N    the cloud: owner's page, pay page (default 8090; 0 = any free port)
  --data DIR        where ledger and database live (default ./.data)
  --seed N          the same cars in the same order
  --help            this text
`

const flags = {
  once: { type: 'boolean' },
  offline: { type: 'boolean' },
  lan: { type: 'boolean' },
  photos: { type: 'string' },
  port: { type: 'string' },
  'cloud-port': { type: 'string' },
  data: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean' },
} as const

const known = Object.keys(flags)
  .map((name) => `--${name}`)
  .join(', ')

class Wrong extends Error {}

function whole(name: string, text: string | undefined, usual: number, most: number): number {
  if (text === undefined) return usual
  const n = Number(text)
  if (!/^\d+$/.test(text) || n > most) throw new Wrong(`--${name} wants a whole number from 0 to ${most}, not "${text}".`)
  return n
}

/** Reads the command line; never throws. */
export function readArgs(argv: readonly string[]): Asked {
  try {
    const { values } = parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false })
    if (values.help) return { kind: 'help' }
    const port = whole('port', values.port, 8080, 65_535)
    const cloudPort = whole('cloud-port', values['cloud-port'], 8090, 65_535)
    if (port !== 0 && port === cloudPort) throw new Wrong(`--port and --cloud-port are both ${port}: the box and the cloud need one each.`)
    for (const name of ['photos', 'data'] as const) if (values[name] === '') throw new Wrong(`--${name} wants a folder.`)
    return {
      kind: 'run',
      options: {
        once: values.once ?? false,
        offline: values.offline ?? false,
        lan: values.lan ?? false,
        photos: values.photos ?? null,
        port,
        cloudPort,
        data: values.data ?? null,
        seed: values.seed === undefined ? null : whole('seed', values.seed, 0, 2 ** 31 - 1),
      },
    }
  } catch (cause) {
    return { kind: 'wrong', sentence: cause instanceof Wrong ? cause.message : sentenceOf(cause as NodeJS.ErrnoException, argv) }
  }
}

function sentenceOf(cause: NodeJS.ErrnoException, argv: readonly string[]): string {
  if (cause.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const unknown = argv.find((arg) => arg.startsWith('-') && !known.split(', ').includes(arg.split('=')[0] ?? '')) ?? 'that option'
    return `${unknown} is not an option: ${known} are.`
  }
  if (cause.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
    return `"${argv.find((arg) => !arg.startsWith('-'))}" was not expected: options start with --, see --help.`
  const name = /--[a-z-]+/.exec(cause.message)?.[0] ?? 'An option'
  return / argument missing|ambiguous/.test(cause.message) ? `${name} wants a value, see --help.` : `${name} takes no value, see --help.`
}
