import { shownClaimCode } from '@gatehouse/domain/wire/identity.ts'
import * as v from 'valibot'
import { askHelp, type CommandIo, readAsk } from './ask-own-cloud.ts'

const HELP = `usage: node cloud-sync/main.ts device claim --box NAME [--site SITE] [--label TEXT] [--minutes N]
       node cloud-sync/main.ts device list [--site SITE]
       node cloud-sync/main.ts device revoke --box NAME [--site SITE]

Asks the running cloud, as its owner, about the boxes of a site: what the owner's page /boxes does.

  claim    makes a code that lets a box in, once; type it there: gatehouse enrol CODE
  list     every box, its keys' sixteen digits, and since when
  revoke   shuts a box out until it is let in again by a new code

  --site SITE   the site; may be left out where there is only one
  --minutes N   how long the code is good: 15 unless said otherwise, 10080 (a week) at most
${askHelp}`

/** `device …`: returns the exit status; throws a sentence. */
export async function deviceCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  const asking = readAsk(argv, io, {
    ...{ help: HELP, verbs, say: 'device claim, device list or device revoke', texts: ['box', 'site', 'label', 'minutes'] },
  })
  if (typeof asking === 'number') return asking
  const { verb, values, ask, tell } = asking
  if (verb !== 'list' && !values.box) throw new Error(`name the box: device ${verb} --box NAME`)
  const query = values.site === undefined ? '' : `?site=${encodeURIComponent(values.site)}`
  const { box, label, minutes } = values
  const answer =
    verb === 'list'
      ? await ask(`/api/owner/boxes/keys${query}`)
      : await ask(`/api/owner/boxes/${paths[verb]}${query}`, { box, label, minutes })
  return tell(answer, () => sentences(verb, box ?? '', answer))
}

const paths = { claim: 'code', revoke: 'revoke' } as const
const verbs = ['claim', 'list', 'revoke'] as const
type Verb = (typeof verbs)[number]

const madeCode = v.object({ code: v.string(), expiresAt: v.number() })
const known = v.array(
  v.object({
    id: v.string(),
    fingerprint: v.nullable(v.string()),
    hasToken: v.boolean(),
    revokedAt: v.nullable(v.number()),
    enrolledAt: v.nullable(v.number()),
  }),
)

function sentences(verb: Verb, box: string, answer: unknown): string {
  if (verb === 'revoke') return `${box} is shut out. It goes on by itself; a new code lets it in again.\n`
  if (verb === 'claim') {
    const { code, expiresAt } = v.parse(madeCode, answer)
    return `${shownClaimCode(code)}\n\nGood once, until ${minute(expiresAt)}. On ${box}: gatehouse enrol ${shownClaimCode(code)}\n`
  }
  const boxes = v.parse(known, answer)
  if (boxes.length === 0) return 'no boxes yet\n'
  const width = Math.max(...boxes.map(({ id }) => id.length))
  const state = (one: (typeof boxes)[number]) => {
    if (one.revokedAt !== null) return `shut out since ${minute(one.revokedAt)}`
    if (one.fingerprint !== null) return `${one.fingerprint}  since ${minute(one.enrolledAt ?? 0)}`
    return one.hasToken ? 'has a token, no keys yet' : 'not let in yet'
  }
  return boxes.map((one) => `${one.id.padEnd(width)}  ${state(one)}\n`).join('')
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
