import { isRightToLeft } from '@gatehouse/domain/language.ts'
import type { OwnerSite, ReportDay } from '@gatehouse/domain/wire/owner.ts'
import { mayDo, type Right, type Who } from '@gatehouse/domain/wire/owner-people.ts'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { clockTime, dateTime } from '../format.ts'
import type { Asked } from './asked.ts'
import { foot } from './foot.ts'
import { icon } from './icons.ts'
import type { Markup, Paper } from './paper.ts'
import type { OwnerWords } from './strings/en/all.ts'

/** What every owner's page stands in. */
export interface Frame extends Paper {
  readonly title: string
  readonly active: Tab
  readonly site: OwnerSite
  readonly sites: readonly OwnerSite[]
  readonly who: Who
  /** they have proved lately who they are */
  readonly fresh: boolean
  /** a token guards the pages */
  readonly guarded: boolean
  /** what the figures were when this page was made (OwnerReports.mark) */
  readonly mark: string
  /** open calls for help, shown on the tab */
  readonly helpOpen: number
}
/** `boxes`, `people` and `me` are reached from Today and the foot of every page, and have no place of their own in the bar */
export type Tab = 'today' | 'cars' | 'money' | 'prices' | 'permits' | 'help' | 'boxes' | 'people' | 'me'

/** Makes the answer of an address from what it asks for. */
export type PageMaker = (
  tab: Tab,
  title: (words: OwnerWords) => string,
  render: (frame: Frame, asked: Asked, c: Context) => Promise<Markup | null>,
) => (c: Context) => Promise<Response>

const tabs: readonly {
  readonly id: Exclude<Tab, 'boxes' | 'people' | 'me'>
  readonly path: string
  readonly right?: Right
}[] = [
  { id: 'today', path: '/' },
  { id: 'cars', path: '/cars' },
  { id: 'money', path: '/money' },
  { id: 'prices', path: '/prices' },
  { id: 'permits', path: '/permits', right: 'manage' },
  { id: 'help', path: '/help' },
]

/** An address of the owner's pages that stays at this site. */
export function at(frame: Pick<Frame, 'site' | 'sites'>, path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const [plain = '', anchor] = path.split('#')
  const [base = '', inPath] = plain.split('?')
  const all = new URLSearchParams(inPath)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) all.set(name, value)
  if (frame.sites.length > 1 && !all.has('site')) all.set('site', frame.site.id)
  const text = all.toString()
  return `${base}${text ? `?${text}` : ''}${anchor ? `#${anchor}` : ''}`
}

/** Only the time on the day itself, else the date too. */
export function when(ms: number, day: Pick<ReportDay, 'from' | 'until'>, frame: Pick<Frame, 'site' | 'speech'>): string {
  const { timeZone } = frame.site
  return ms >= day.from && ms < day.until ? clockTime(ms, timeZone, frame.speech.locale) : dateTime(ms, timeZone, frame.speech.locale)
}

export function framed(frame: Frame, body: Markup): Markup {
  const words = frame.words.frame
  return document(
    `${frame.title} · ${frame.site.name}`,
    frame,
    html`<a class="skip" href="#main">${words.skip}</a>
<header class="top">
<p class="mark"><span class="p" aria-hidden="true">P</span> ${sitePicker(frame)}</p>
<nav aria-label="${words.pages}">${tabs
      .filter((tab) => mayDo(frame.who.role, tab.right ?? 'see'))
      .map(
        (tab) =>
          html`<a href="${at(frame, tab.path)}"${tab.id === frame.active ? html` aria-current="page"` : ''}>${icon(tab.id)}<span>${words.tab[tab.id]}</span>${
            tab.id === 'help' && frame.helpOpen > 0
              ? html`<b class="count"><span aria-hidden="true">${frame.helpOpen}</span><span class="hidden">${words.waiting(frame.helpOpen)}</span></b>`
              : ''
          }</a>`,
      )}</nav>
${accountPart(frame)}
</header>
<main id="main" data-live="${at(frame, '/live', { since: frame.mark })}">${body}</main>
${foot(frame)}`,
  )
}

/** Who is here, their own page, and the way out. */
function accountPart({ who, active, guarded, words }: Frame): Markup {
  const [path, name] = who.person === null ? ['/people', words.frame.people] : ['/me', who.name]
  const current = active === 'people' || active === 'me' ? html` aria-current="page"` : ''
  const link = html`<a href="${path}"${current}>${icon('people')}<span>${name}</span></a>`
  const out =
    guarded || who.person !== null
      ? html`<form method="post" action="/logout"><button class="plain">${words.frame.logOut}</button></form>`
      : ''
  return html`<div class="account">${link}${out}</div>`
}

function sitePicker(frame: Frame): Markup {
  if (frame.sites.length < 2) return html`<span class="site">${frame.site.name}</span>`
  return html`<form class="site" method="get" data-auto><label><span class="hidden">${frame.words.frame.carPark}</span><select name="site">${frame.sites.map(
    (s) => html`<option value="${s.id}"${s.id === frame.site.id ? html` selected` : ''}>${s.name}</option>`,
  )}</select></label><noscript><button>${frame.words.frame.show}</button></noscript></form>`
}

/** The outermost page, also of the login. */
export function document(title: string, { speech, assets }: Paper, body: Markup): Markup {
  return html`<!doctype html>
<html lang="${speech.language}" dir="${isRightToLeft(speech.language) ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="#22292b">
<meta name="robots" content="noindex">
<title>${title}</title>
${assets.font ? html`<link rel="preload" href="${assets.font}" as="font" type="font/woff2" crossorigin>` : ''}
<link rel="stylesheet" href="${assets.css}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="manifest" href="/manifest.webmanifest">
<script src="${assets.js}" defer></script>
</head>
<body data-locale="${speech.locale}">
${body}
</body>
</html>`
}
