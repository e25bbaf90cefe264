import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

export type Tab = 'lanes' | 'cars' | 'events' | 'till' | 'connection'
const tabs: readonly { readonly id: Tab; readonly name: string }[] = [
  { id: 'lanes', name: 'Lanes' },
  { id: 'cars', name: 'Cars inside' },
  { id: 'events', name: 'What happened' },
  { id: 'till', name: 'Till' },
  { id: 'connection', name: 'Connection' },
]

export interface Frame {
  readonly place: string
  readonly who: string
  readonly tab: Tab
  readonly calls: number
  /** what is wrong with the box as a whole */
  readonly problem: string | null
  /** what the last form did: a sentence, and whether it worked */
  readonly said: { readonly ok: boolean; readonly text: string } | null
}

export const document = (title: string, body: Markup): Markup => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/attendant/page.css">
<script src="/attendant/page.js" defer></script>
</head>
<body>${body}</body>
</html>`

export function framed(frame: Frame, body: Markup): Markup {
  return document(
    `${tabs.find(({ id }) => id === frame.tab)?.name} · ${frame.place}`,
    html`<a class="skip" href="#main">Skip to the page</a>
<header><p class="mark"><span aria-hidden="true">P</span> ${frame.place}</p>
<nav aria-label="Pages">${tabs.map(
      ({ id, name }) =>
        html`<a href="/attendant/${id}"${id === frame.tab ? html` aria-current="page"` : ''}>${name}${
          id === 'lanes' && frame.calls > 0 ? html` <b class="count">${frame.calls}<span class="hidden"> calling</span></b>` : ''
        }</a>`,
    )}</nav>
<form method="post" action="/attendant/leave"><button class="plain">${frame.who}: log out</button></form></header>
<main id="main">${frame.problem ? html`<p class="said bad" role="alert">${capital(frame.problem)}. Barriers, prices and payments here go on; nothing is lost.</p>` : ''}${frame.said ? html`<p class="said ${frame.said.ok ? 'ok' : 'bad'}" role="status">${frame.said.text}</p>` : ''}${body}</main>`,
  )
}

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1)

export function loginPage(place: string, problem: string | null, nobody: boolean): Markup {
  const form = html`<form method="post" action="/attendant/enter">
<label>Name <input name="name" autocomplete="username" required maxlength="40" autofocus></label>
<label>PIN <input name="pin" type="password" inputmode="numeric" autocomplete="current-password" required maxlength="12"></label>
<button>Log in</button></form>`
  const none = html`<p>Nobody can log in yet. On the box itself, type <code>gatehouse attendant add NAME</code>.</p>`
  return document(
    `Log in · ${place}`,
    html`<main class="login"><p class="mark"><span aria-hidden="true">P</span> ${place}</p><h1>Attendant</h1>
${problem === null ? '' : html`<p class="said bad" role="alert">${problem}</p>`}${nobody ? none : form}</main>`,
  )
}
