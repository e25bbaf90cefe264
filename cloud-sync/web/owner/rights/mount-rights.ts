import type { Deed } from '@gatehouse/domain/wire/owner-deeds.ts'
import type { BookValues, PermitValues } from '@gatehouse/domain/wire/owner-rights.ts'
import type { Context, Hono } from 'hono'
import { addressOf } from '../../asked-at.ts'
import { qrMarkup } from '../../qr.ts'
import { askedFor } from '../asked.ts'
import type { Frame, PageMaker } from '../frame.ts'
import type { OwnerDeps } from '../owner-deps.ts'
import { whoAsks } from '../people/who-asks.ts'
import { merchantsPage, slipsPage } from './merchants.ts'
import { blockedPage, permitsPage } from './permits.ts'

/** Printed at once: a page of paper holds twelve. */
const MOST_SLIPS = 240

const emptyBook: BookValues = { merchant: '', kind: 'minutes', value: '60', uses: '1', perStay: '1', codes: '1000', days: '' }
const emptyPermit: PermitValues = {
  ...{
    name: '',
    phone: '',
    email: '',
    consent: false,
    language: '',
    product: '',
    charging: 'free',
    plates: '',
    places: '1',
    group: '',
    days: '',
  },
  ...{ weekdays: '1234567', from: '', until: '' },
}

const freshPermit = ({ words }: Frame): PermitValues => ({ ...emptyPermit, product: words.rights.permit.residents })

/** Permits, merchants' discounts and blocked plates, on the owner's pages. */
export function mountRights(app: Hono, { permits, merchants, reports, accounts, publicUrl }: OwnerDeps, page: PageMaker): void {
  // drivers' names and plates are not repeated there: what is forgotten must not live on in the record
  const note = (c: Context, site: string, what: Deed) => accounts.people.note(whoAsks(c), site, what)
  const base = (c: Context) => addressOf(c, publicUrl)
  const form = async (c: Context) => {
    const body = await c.req.parseBody()
    return (name: string, most = 200) => {
      const value = body[name]
      return typeof value === 'string' ? value.slice(0, most) : ''
    }
  }
  const back = (c: Context, path: string) => {
    const site = c.req.query('site')
    return c.redirect(site === undefined ? path : `${path}?site=${encodeURIComponent(site)}`, 303)
  }

  app.get(
    '/permits',
    page(
      'permits',
      ({ frame }) => frame.tab.permits,
      async (frame, { site }) => {
        return permitsPage(frame, { permits: await permits.all(site), values: freshPermit(frame), problem: null, news: null })
      },
    ),
  )
  app.post('/permits', async (c) => {
    const text = await form(c)
    const values: PermitValues = {
      ...{ name: text('name'), phone: text('phone'), email: text('email'), consent: text('consent') === 'yes', product: text('product') },
      language: text('language'),
      ...{ charging: text('charging'), plates: text('plates', 4_000), places: text('places'), group: text('group'), days: text('days') },
      ...{ weekdays: [...'1234567'].filter((day) => text(`day.${day}`) === 'yes').join(''), from: text('from'), until: text('until') },
    }
    return page(
      'permits',
      ({ frame }) => frame.tab.permits,
      async (frame, { site }) => {
        const problem = await permits.grant(site, values, whoAsks(c).name)
        if (problem === null) await note(c, site.id, { did: 'gavePermit', name: values.product.trim() })
        const news = problem === null ? frame.words.rights.permit.given(values.name.trim()) : null
        return permitsPage(frame, {
          permits: await permits.all(site),
          values: problem === null ? freshPermit(frame) : values,
          problem,
          news,
        })
      },
    )(c)
  })
  app.post('/permits/:id', async (c) => {
    const text = await form(c)
    const question = await askedFor(c, reports)
    if (!question.ok) return c.json({ message: question.message }, question.status)
    const { site } = question.asked
    if (text('do') === 'revoke') {
      await permits.revoke(site, c.req.param('id'))
      await note(c, site.id, { did: 'withdrewPermit' })
    }
    if (text('do') === 'forget') {
      await permits.forget(site, text('holder'))
      await note(c, site.id, { did: 'forgotHolder' })
    }
    return back(c, '/permits')
  })

  app.get(
    '/blocked',
    page(
      'permits',
      ({ rights }) => rights.blockedPlates,
      async (frame, { site }) =>
        blockedPage(frame, { blocked: await permits.blocked(site), problem: null, typed: { plate: '', reason: '' } }),
    ),
  )
  app.post('/blocked', async (c) => {
    const text = await form(c)
    const typed = { plate: text('plate', 20), reason: text('reason') }
    return page(
      'permits',
      ({ rights }) => rights.blockedPlates,
      async (frame, { site }) => {
        const unblocks = text('do') === 'unblock'
        const problem = unblocks ? null : await permits.block(site, typed.plate, typed.reason)
        if (unblocks) await permits.unblock(site, typed.plate)
        if (problem === null) await note(c, site.id, { did: unblocks ? 'unblockedPlate' : 'blockedPlate' })
        return blockedPage(frame, {
          blocked: await permits.blocked(site),
          problem,
          typed: problem === null ? { plate: '', reason: '' } : typed,
        })
      },
    )(c)
  })

  app.get(
    '/merchants',
    page(
      'permits',
      ({ rights }) => rights.discounts,
      async (frame, { site }) => merchantsPage(frame, { books: await merchants.books(site), values: emptyBook, problem: null, page: null }),
    ),
  )
  app.post('/merchants', async (c) => {
    const text = await form(c)
    const values: BookValues = {
      ...{ merchant: text('merchant'), kind: text('kind'), value: text('value'), uses: text('uses'), perStay: text('perStay') },
      ...{ codes: text('codes'), days: text('days') },
    }
    return page(
      'permits',
      ({ rights }) => rights.discounts,
      async (frame, { site }, context) => {
        const opened = await merchants.open(site, values, whoAsks(c).name)
        if (opened.ok) await note(c, site.id, { did: 'openedBook', name: opened.book.merchant })
        const books = await merchants.books(site)
        if (!opened.ok) return merchantsPage(frame, { books, values, problem: opened.problem, page: null })
        const told = { merchant: opened.book.merchant, url: `${base(context)}/m/${opened.page}` }
        return merchantsPage(frame, { books, values: emptyBook, problem: null, page: told })
      },
    )(c)
  })
  app.post('/merchants/:id', async (c) => {
    const text = await form(c)
    const id = c.req.param('id')
    if (text('do') === 'close') {
      const question = await askedFor(c, reports)
      if (question.ok) {
        await merchants.close(question.asked.site, id)
        await note(c, question.asked.site.id, { did: 'closedBook' })
      }
      return back(c, '/merchants')
    }
    return page(
      'permits',
      ({ rights }) => rights.discounts,
      async (frame, { site }, context) => {
        const book = await merchants.book(site, id)
        if (!book) return null
        const count = /^\d{1,3}$/.test(text('count')) ? Number(text('count')) : 0
        const slips = count >= 1 && count <= MOST_SLIPS ? await merchants.next(book, count) : null
        if (slips) await note(c, site.id, { did: 'printedCodes', number: slips.length, name: book.merchant })
        if (slips)
          return slipsPage(
            frame,
            book,
            slips.map((slip) => ({ ...slip, qr: qrMarkup(`${base(context)}/v/${id}/${slip.code}`, slip.code) })),
          )
        const problem = count > MOST_SLIPS || count < 1 ? 'printHowMany' : 'notAsMany'
        return merchantsPage(frame, { books: await merchants.books(site), values: emptyBook, problem, page: null })
      },
    )(c)
  })
}
