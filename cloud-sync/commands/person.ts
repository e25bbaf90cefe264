import { isLanguage, languageCodes } from '@gatehouse/domain/language.ts'
import * as v from 'valibot'
import { askHelp, type CommandIo, readAsk } from './ask-own-cloud.ts'

const HELP = `usage: node cloud-sync/main.ts person invite --name NAME --email ADDRESS [--role viewer|manager|owner] [--sites ID,ID] [--language CODE]
       node cloud-sync/main.ts person list
       node cloud-sync/main.ts person remove --email ADDRESS

Asks the running cloud, as its operator, about the people who may come to the owner's pages: what the page /people does.

  invite   makes an account, and a link that lets its person in, once, within a week
  list     everybody with an account
  remove   signs a person out everywhere and ends their account; what they did stays on record

  --role ROLE      viewer reads (the default), manager also runs the car park, owner also says who may do what
  --sites LIST     the car parks they look after; all when absent
  --language CODE  of their pages and letters: ${languageCodes.join(', ')};
                   absent: a letter in English, pages as their browser asks
${askHelp}`

const verbs = ['invite', 'list', 'remove'] as const

/** `person …`: returns the exit status; throws a sentence. */
export async function personCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  const asking = readAsk(argv, io, {
    ...{ help: HELP, verbs, say: verbs.map((verb) => `person ${verb}`).join(', ') },
    texts: ['name', 'email', 'role', 'sites', 'language'],
  })
  if (typeof asking === 'number') return asking
  const { verb, values, ask, tell } = asking
  if (verb === 'list') {
    const answer = await ask('/api/owner/people')
    return tell(answer, () => listed(v.parse(people, answer)))
  }
  const { name, email, role = 'viewer', sites, language } = values
  if (email === undefined) throw new Error(`say whom: person ${verb} --email ADDRESS`)
  if (verb === 'remove') {
    const found = v.parse(people, await ask('/api/owner/people')).find((one) => one.email === email.trim().toLowerCase())
    if (!found) throw new Error(`nobody has an account under ${email}: person list shows who has`)
    const answer = await ask(`/api/owner/people/${encodeURIComponent(found.id)}`, {}, 'DELETE')
    return tell(answer, () => `${found.name} is removed.\n`)
  }
  if (language !== undefined && !isLanguage(language)) throw new Error(`there is no language ${language}: ${languageCodes.join(', ')}`)
  const answer = await ask('/api/owner/people', {
    name,
    email,
    role,
    language,
    ...(sites === undefined ? {} : { sites: sites.split(',').map((id) => id.trim()) }),
  })
  return tell(answer, () => {
    const { link, until, mailed, person } = v.parse(invited, answer)
    const how = mailed === true ? `It is on its way to ${person.email} too.` : `Hand it to ${person.name} yourself, to nobody else.`
    return `${link}\n\nGood once, until ${minute(until)}. ${how}\n`
  })
}

const people = v.array(
  v.object({
    ...{ id: v.string(), name: v.string(), email: v.string(), role: v.string(), sites: v.nullable(v.array(v.string())) },
    ...{ seenAt: v.nullable(v.number()), passkeys: v.number() },
  }),
)
const invited = v.object({
  ...{ link: v.string(), until: v.number(), mailed: v.nullable(v.boolean()) },
  person: v.object({ name: v.string(), email: v.string() }),
})

function listed(rows: v.InferOutput<typeof people>): string {
  if (rows.length === 0) return 'nobody has an account yet: person invite --help\n'
  const wide = (key: 'name' | 'email' | 'role') => Math.max(...rows.map((row) => row[key].length))
  const [nameWidth, emailWidth, roleWidth] = [wide('name'), wide('email'), wide('role')]
  const state = (row: (typeof rows)[number]) =>
    row.seenAt === null ? 'has not come in yet' : `was here ${minute(row.seenAt)}, passkeys: ${row.passkeys}`
  return rows
    .map(
      (row) =>
        `${row.name.padEnd(nameWidth)}  ${row.email.padEnd(emailWidth)}  ${row.role.padEnd(roleWidth)}  ${row.sites?.join(',') ?? 'all'}  ${state(row)}\n`,
    )
    .join('')
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
