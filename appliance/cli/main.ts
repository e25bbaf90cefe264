#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CliIo, type Command, UsageError } from './command.ts'

interface Entry {
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** Every command, loaded only when it is called: `--help` must not wait for a model runtime. */
const commands: Readonly<Record<string, Entry>> = {
  run: { summary: 'run this box with a site file', load: async () => (await import('./run.ts')).run },
  recognise: { summary: 'read the plates in pictures', load: async () => (await import('./recognise.ts')).recognise },
  evaluate: {
    summary: 'measure the recogniser on pictures whose plates are known',
    load: async () => (await import('./evaluate.ts')).evaluate,
  },
  camera: { summary: 'show what a lane’s camera is asked to look at', load: async () => (await import('./camera.ts')).camera },
  open: { summary: 'open a lane by hand, with a reason on record', load: async () => (await import('./open.ts')).open },
  attendant: {
    summary: 'say who may log in to the attendant’s page of this box',
    load: async () => (await import('./attendant.ts')).attendant,
  },
  screens: {
    summary: 'the addresses that make a browser on another machine a screen of this box',
    load: async () => (await import('./screens.ts')).screens,
  },
  enrol: {
    summary: 'make this box a box of its cloud, with a code from the owner’s page',
    load: async () => (await import('./enrol.ts')).enrol,
  },
  misreads: {
    summary: 'which characters this box has learned to take for one another',
    load: async () => (await import('./misreads.ts')).misreads,
  },
  verify: { summary: 'check the event log of a box from end to end', load: async () => (await import('./verify.ts')).verify },
  sync: {
    summary: 'how this box and its cloud stand: what waits, what is stuck, what is odd',
    load: async () => (await import('./sync.ts')).sync,
  },
  peers: { summary: 'the other boxes of this site: list, invite, join, remove', load: async () => (await import('./peers.ts')).peers },
  check: { summary: 'check a site file and say everything that is wrong with it', load: async () => (await import('./check.ts')).check },
}

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'gatehouse: a parking controller on one box',
    '',
    'usage: gatehouse COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'gatehouse COMMAND --help says more.',
    '',
  ].join('\n')
}

/** Runs one command line and returns its exit status; every failure is one sentence on stderr. */
export async function gatehouse(argv: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(help())
    return name === undefined ? 2 : 0
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!entry) {
    io.stderr.write(`gatehouse: there is no command ${name}; there are ${Object.keys(commands).join(', ')}\n`)
    return 2
  }
  try {
    return await (await entry.load())(rest, io)
  } catch (error) {
    io.stderr.write(`gatehouse ${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}

const called = process.argv[1]
if (called && realpathSync(called) === fileURLToPath(import.meta.url)) {
  // A reader that closes early (`| head`) is not an error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => error.code === 'EPIPE' && process.exit(0))
  process.exitCode = await gatehouse(process.argv.slice(2), process)
}
