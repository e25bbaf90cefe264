import { userInfo } from 'node:os'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'
import { askBox, ownBoxHelp, ownBoxOptions, readToken } from './own-box.ts'

const HELP = `usage: gatehouse open --lane LANE --reason TEXT [--by NAME] [--url URL] [--token-file FILE]

Opens a lane by hand and answers its call for help. Who and why are written down before the arm moves.

  --lane LANE        the lane's id, as in site.toml
  --reason TEXT      why; it stands in the owner's report
  --by NAME          who opens (default: the name you are logged in with)
${ownBoxHelp}`

export const open: Command = async (argv, io) => {
  const { values } = readOptions(argv, {
    lane: { type: 'string' },
    reason: { type: 'string' },
    by: { type: 'string', default: userInfo().username },
    ...ownBoxOptions,
    help: { type: 'boolean' },
  })
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  if (!values.lane) throw new UsageError('say which lane: --lane LANE')
  if (!values.reason?.trim()) throw new UsageError('say why: --reason TEXT (it stands in the report)')
  const { body } = await askBox(values.url, `/api/lanes/${encodeURIComponent(values.lane)}/open`, {
    ...{ method: 'POST', token: readToken(values['token-file']) },
    body: { by: values.by, reason: values.reason },
  })
  const reply = body as { readonly ok?: boolean; readonly message?: string }
  if (!reply.ok) throw new Error(reply.message ?? 'the box refused')
  io.stdout.write(`${values.lane}: opening, on record as ${values.by}: ${values.reason}\n`)
  return 0
}
