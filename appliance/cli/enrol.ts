import type { IdentityStanding } from '../compose/cloud-link.ts'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'
import { askBox, type BoxAnswer, ownBoxHelp, ownBoxOptions, readToken } from './own-box.ts'

const HELP = `usage: gatehouse enrol CODE [--cloud URL] [--json]     makes this box a box of its cloud
       gatehouse enrol [--json]                         says how it stands

CODE comes from the owner's page (Boxes, Let a box in) or from \`device claim\` at the cloud. It works once, for the box and site it was
made for. The box makes its keys itself and they never leave it; compare the sixteen digits it prints with those on the owner's page.
A box that was enrolled before gets new keys and keeps its books.

  --cloud URL        where the cloud is, when the site file has no [cloud] table
${ownBoxHelp}`

export const enrol: Command = async (argv, io) => {
  const options = { ...ownBoxOptions, cloud: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const
  const { values, positionals } = readOptions(argv, options, { positionals: true })
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  const [code, ...more] = positionals
  if (more.length > 0) throw new UsageError('one code at a time, without spaces: ABCD-EF23')
  const token = readToken(values['token-file'])
  const body = { code, ...(values.cloud === undefined ? {} : { cloudUrl: values.cloud }) }
  const standing = told(await askBox(values.url, '/api/identity', code === undefined ? { token } : { method: 'POST', token, body }))
  io.stdout.write(values.json ? `${JSON.stringify(standing)}\n` : `${sentences(standing, code !== undefined).join('\n')}\n`)
  return standing.fingerprint === null || standing.problem !== null ? 1 : 0
}

function sentences({ cloudUrl, fingerprint, enrolledAt, problem }: IdentityStanding, fresh: boolean): readonly string[] {
  const trouble = problem === null ? [] : [problem]
  if (fingerprint === null) return trouble.length > 0 ? trouble : ['not enrolled']
  const since = enrolledAt === null ? '' : ` since ${new Date(enrolledAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return [
    `enrolled at ${cloudUrl}${fresh ? '' : since}`,
    '',
    `  ${fingerprint}`,
    '',
    ...(fresh ? ['The owner’s page shows the same sixteen digits beside this box. If it does not, revoke the box there.'] : []),
    ...trouble,
  ]
}

function told({ ok, status, body }: BoxAnswer): IdentityStanding {
  if (ok) return body as IdentityStanding
  const { message = `the box refused (${status})`, again = false } = body as { readonly message?: string; readonly again?: boolean }
  throw new Error(again ? `${message}; try again` : message)
}
