import { tokenCurrencies } from '@gatehouse/domain/proof/currency-index.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import * as v from 'valibot'
import { putSite, type Site, siteById } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { isTimeZone } from './time-zone.ts'

const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most))
const problems = {
  id: 'A site is named with lower-case letters, digits and dashes, at most 64; its boxes’ site files say the same id.',
  name: 'Say what people call the car park, in at most 80 characters.',
  country: 'The country is a two-letter code such as DE.',
  timeZone: 'The time zone is an IANA name such as Europe/Berlin.',
  currency: `The currency is one of ${tokenCurrencies.join(', ')}.`,
  capacity: 'The number of places is a whole number, or left out.',
  pictureDays: 'Pictures are kept 0 to 3650 days.',
} as const

const described = {
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  capacity: v.nullable(whole(1_000_000)),
  pictureDays: whole(3_650),
}
const newSite = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
  name: described.name,
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  timeZone: v.pipe(v.string(), v.check(isTimeZone)),
  currency: v.pipe(v.string(), v.picklist(tokenCurrencies)),
  capacity: v.optional(described.capacity, null),
  pictureDays: v.optional(described.pictureDays),
})
const changedSite = v.partial(v.strictObject(described))

export type SiteOutcome = { readonly site: Site } | { readonly problems: readonly string[]; readonly status: 400 | 404 | 409 }

/** Car parks as their operator makes them known. Country, zone and currency stay: what was reported and charged is told in them. */
export function makeOwnerSites({ store, now }: { readonly store: Store; readonly now: () => EpochMs }) {
  const written = async (site: Site): Promise<SiteOutcome> => {
    await putSite(store, site, now())
    return { site }
  }
  return {
    async create(given: unknown): Promise<SiteOutcome> {
      const read = v.safeParse(newSite, given)
      if (!read.success) return { problems: said(read.issues), status: 400 }
      if (await siteById(store, read.output.id)) return { problems: [`There is a site ${read.output.id} already.`], status: 409 }
      return written(read.output)
    },
    async change(id: string, given: unknown): Promise<SiteOutcome> {
      const read = v.safeParse(changedSite, given)
      if (!read.success) return { problems: said(read.issues), status: 400 }
      const site = await siteById(store, id)
      if (!site) return { problems: [`There is no site ${id}.`], status: 404 }
      const { name = site.name, capacity = site.capacity, pictureDays } = read.output
      return written({ ...site, name, capacity, pictureDays })
    },
  }
}

/** One sentence for each part that will not do. */
function said(issues: readonly v.BaseIssue<unknown>[]): readonly string[] {
  const sentence = (issue: v.BaseIssue<unknown>): string => {
    const key = v.getDotPath(issue) ?? ''
    // a key too many says "never"; what is missing or wrong is told by its own rule
    if (issue.expected === 'never' || !Object.hasOwn(problems, key)) return `“${key}” of a site cannot be set here.`
    return problems[key as keyof typeof problems]
  }
  return [...new Set(issues.map(sentence))]
}
