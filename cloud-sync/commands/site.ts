import * as v from 'valibot'
import { askHelp, type CommandIo, readAsk } from './ask-own-cloud.ts'

const HELP = `usage: node cloud-sync/main.ts site create --id ID --name NAME --country CC --zone ZONE --currency CUR [--capacity N] [--picture-days N]
       node cloud-sync/main.ts site change --id ID [--name NAME] [--capacity N|none] [--picture-days N]
       node cloud-sync/main.ts site list

Makes a car park known to the running cloud, before its first box is let in; the site file of each box says the same id.

  --id ID            lower-case letters, digits and dashes: markt
  --name NAME        what people call it: "Parkhaus am Markt"
  --country CC       DE
  --zone ZONE        Europe/Berlin; its days and reports run by it
  --currency CUR     EUR
  --capacity N       places
  --picture-days N   how long pictures of cars stay in the cloud (30)
${askHelp}`

const verbs = ['create', 'change', 'list'] as const

/** `site …`: returns the exit status; throws a sentence. */
export async function siteCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  const asking = readAsk(argv, io, {
    ...{ help: HELP, verbs, say: verbs.map((verb) => `site ${verb}`).join(', ') },
    texts: ['id', 'name', 'country', 'zone', 'currency', 'capacity', 'picture-days'],
  })
  if (typeof asking === 'number') return asking
  const { verb, values, ask, tell } = asking
  if (verb === 'list') {
    const answer = await ask('/api/owner/sites')
    return tell(answer, () => listed(answer))
  }
  const { id, name, country, zone: timeZone, currency } = values
  if (id === undefined) throw new Error(`name the site: site ${verb} --id ID`)
  const description = {
    ...{ name, country, timeZone, currency },
    ...{ capacity: values.capacity === 'none' ? null : number(values.capacity), pictureDays: number(values['picture-days']) },
  }
  if (verb === 'change') {
    const changed = await ask(`/api/owner/sites/${encodeURIComponent(id)}`, description, 'PATCH')
    return tell(changed, () => `${id} is changed.\n`)
  }
  const made = await ask('/api/owner/sites', { id, ...description })
  return tell(made, () => `${id} is known. Let its first box in: node cloud-sync/main.ts device claim --site ${id} --box NAME\n`)
}

/** what is no number is left for the cloud to refuse, in its words */
const number = (text: string | undefined): number | string | undefined => (text !== undefined && /^\d+$/.test(text) ? Number(text) : text)

const sites = v.array(v.object({ id: v.string(), name: v.string(), country: v.string(), timeZone: v.string(), currency: v.string() }))

function listed(answer: unknown): string {
  const rows = v.parse(sites, answer)
  if (rows.length === 0) return 'no sites yet: site create --help\n'
  const wide = (key: 'id' | 'name') => Math.max(...rows.map((row) => row[key].length))
  const [idWidth, nameWidth] = [wide('id'), wide('name')]
  return rows
    .map((row) => `${row.id.padEnd(idWidth)}  ${row.name.padEnd(nameWidth)}  ${row.country}  ${row.currency}  ${row.timeZone}\n`)
    .join('')
}
