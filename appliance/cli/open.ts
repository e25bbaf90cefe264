import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'

const HELP = `usage: gatehouse open --lane LANE --reason TEXT [--by NAME] [--url URL] [--token-file FILE]

Opens a lane by hand and answers its call for help. Who and why are written down before the arm moves.

  --lane LANE        the lane's id, as in site.toml
  --reason TEXT      why; it stands in the owner's report
  --by NAME          who opens (default: the name you are logged in with)
  --url URL          where the box listens (default: http://127.0.0.1:8080)
  --token-file FILE  the box's attendant token (default: $GATEHOUSE_TOKEN_FILE, /run/gatehouse/attendant-token,
                     or .data/box/attendant-token)
`

const TOKEN_FILES = ['/run/gatehouse/attendant-token', '.data/box/attendant-token']

export const open: Command = async (argv, io) => {
  const { values } = readOptions(argv, {
    lane: { type: 'string' },
    reason: { type: 'string' },
    by: { type: 'string', default: userInfo().username },
    url: { type: 'string', default: 'http://127.0.0.1:8080' },
    'token-file': { type: 'string' },
    help: { type: 'boolean' },
  })
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  if (!values.lane) throw new UsageError('say which lane: --lane LANE')
  if (!values.reason?.trim()) throw new UsageError('say why: --reason TEXT (it stands in the report)')
  const reply = await post(
    `${values.url.replace(/\/$/, '')}/api/lanes/${encodeURIComponent(values.lane)}/open`,
    readToken(values['token-file']),
    {
      by: values.by,
      reason: values.reason,
    },
  )
  if (!reply.ok) throw new Error(reply.message ?? 'the box refused')
  io.stdout.write(`${values.lane}: opening, on record as ${values.by}: ${values.reason}\n`)
  return 0
}

function readToken(named: string | undefined): string {
  const files = named ? [named] : [process.env.GATEHOUSE_TOKEN_FILE, ...TOKEN_FILES].filter((file) => file !== undefined)
  for (const file of files) {
    try {
      return readFileSync(file, 'utf8').trim()
    } catch {
      // the next place
    }
  }
  throw new Error(
    `no attendant token in ${files.join(' or ')}: run this on the box, as a user who may read it, or name it with --token-file`,
  )
}

async function post(url: string, token: string, body: object): Promise<{ ok: boolean; message?: string }> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    })
  } catch {
    throw new Error(`no box answers at ${new URL(url).origin}: is it running? Name it with --url`)
  }
  return (await response.json()) as { ok: boolean; message?: string }
}
