import { languageOf } from '@gatehouse/domain/language.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import { mayDo } from '@gatehouse/domain/wire/owner-people.ts'
import type { Context, Hono } from 'hono'
import { type Asked, askedFor } from '../asked.ts'
import type { PageMaker } from '../frame.ts'
import type { OwnerDeps } from '../owner-deps.ts'
import { whoAsks } from '../people/who-asks.ts'
import { wordsOf } from '../strings/every-language.ts'
import { previewPart, pricesPage, readyWords } from './prices.ts'
import { editValues, named, valuesFrom } from './rate-fields.ts'

/** What drivers read in the language of the car park, whoever sets its prices. */
const formOf = ({ country }: OwnerSite) => wordsOf[languageOf(country)].prices.form

/** The price editor and its forms: look, check, publish. */
export function mountPrices(app: Hono, { reports, rates, accounts, now }: OwnerDeps, page: PageMaker): void {
  const posted = async (c: Context) => {
    const form = await c.req.parseBody()
    return { values: valuesFrom(form), what: typeof form.do === 'string' ? form.do : 'check' }
  }
  const around = async (a: Asked) => ({
    versions: await rates.versions(a.site),
    boxes: (await reports.completeness(a.site)).boxes,
    ...{ now: now(), ready: rates.ready },
  })

  app.get(
    '/prices',
    page(
      'prices',
      ({ frame }) => frame.tab.prices,
      async (frame, a, c) => {
        const from = c.req.query('from') ?? null
        const begun = await rates.values(a.site, from)
        const ready = rates.ready.find(({ id }) => from === `ready.${id}`)
        const values = ready ? { ...begun, name: readyWords(ready, frame.words.prices).title.slice(0, 60) } : begun
        const published = c.req.query('published')
        const news = published && /^\d{1,6}$/.test(published) ? frame.words.prices.published(published) : null
        return pricesPage(frame, { values, ...(await rates.check(a.site, values)), ...(await around(a)), news })
      },
    ),
  )
  app.post('/prices', async (c) => {
    const { values: typed, what } = await posted(c)
    const question = await askedFor(c, reports)
    if (what === 'publish' && !mayDo(whoAsks(c).role, 'manage'))
      return c.json({ message: 'Prices are published by managers and owners. Nothing was changed.' }, 403)
    if (what === 'publish' && question.ok) {
      const { site, sites } = question.asked
      const outcome = await rates.publish(site, named(typed, formOf(site)), whoAsks(c).name)
      if ('version' in outcome) {
        await accounts.people.note(whoAsks(c), site.id, { did: 'publishedPrices', number: outcome.version })
        const query = new URLSearchParams({ published: String(outcome.version), ...(sites.length > 1 ? { site: site.id } : {}) })
        return c.redirect(`/prices?${query}`, 303)
      }
    }
    return page(
      'prices',
      ({ frame }) => frame.tab.prices,
      async (frame, a) => {
        const values = editValues(typed, what, formOf(a.site))
        const checked = await rates.check(a.site, values)
        return pricesPage(frame, { values, ...checked, ...(await around(a)), news: null })
      },
    )(c)
  })
  app.post('/prices/preview', async (c) => {
    const { values } = await posted(c)
    return page(
      'prices',
      ({ frame }) => frame.tab.prices,
      async (frame, a) => previewPart(frame, await rates.check(a.site, values)),
    )(c)
  })
}
