import { languageCodes, languageNames } from '@gatehouse/domain/language.ts'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Speech } from '../speech.ts'
import { type Tab, tabs } from '../strings/words.ts'

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>
export type { Tab } from '../strings/words.ts'

export interface Frame {
  readonly speech: Speech
  readonly place: string
  readonly who: string
  readonly tab: Tab
  readonly calls: number
  /** what is wrong with the box as a whole */
  readonly problem: string | null
  /** what the last form did: a sentence, and whether it worked */
  readonly said: { readonly ok: boolean; readonly text: string } | null
}

const document = (title: string, { language, direction }: Speech, body: Markup): Markup => html`<!doctype html>
<html lang="${language}" dir="${direction}">
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

/** Each language by its own name; it stays chosen in this browser. `to`: the page to come back to. */
const languageForm = ({ language, words }: Speech, to: Tab | null): Markup =>
  html`<form method="post" action="/attendant/language" class="language"><input type="hidden" name="to" value="${to ?? ''}">
<label><span class="hidden">${words.language}</span><select name="language" data-auto>${languageCodes.map(
    (code) => html`<option value="${code}" lang="${code}"${code === language ? html` selected` : ''}>${languageNames[code]}</option>`,
  )}</select></label><button class="plain">${words.use}</button></form>`

export function framed(frame: Frame, body: Markup): Markup {
  const { speech, tab } = frame
  const { words } = speech
  return document(
    `${words.tabs[tab]} · ${frame.place}`,
    speech,
    html`<a class="skip" href="#main">${words.skip}</a>
<header><p class="mark"><span aria-hidden="true">P</span> ${frame.place}</p>
<nav aria-label="${words.pages}">${tabs.map(
      (id) =>
        html`<a href="/attendant/${id}"${id === tab ? html` aria-current="page"` : ''}>${words.tabs[id]}${
          id === 'lanes'
            ? html` <b class="count"${frame.calls === 0 ? html` hidden` : ''}><span data-calls>${frame.calls}</span><span class="hidden"> ${words.calling}</span></b>`
            : ''
        }</a>`,
    )}</nav>
<form method="post" action="/attendant/leave"><button class="plain">${words.logOut(frame.who)}</button></form></header>
<main id="main">${frame.problem ? html`<p class="said bad" role="alert">${capital(frame.problem)}. ${words.worksOn}</p>` : ''}${frame.said ? html`<p class="said ${frame.said.ok ? 'ok' : 'bad'}" role="status">${frame.said.text}</p>` : ''}${body}</main>
<footer>${languageForm(speech, tab)}</footer>`,
  )
}

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1)

export function loginPage(speech: Speech, place: string, problem: string | null, nobody: boolean): Markup {
  const { words } = speech
  const form = html`<form method="post" action="/attendant/enter">
<label>${words.name} <input name="name" autocomplete="username" required maxlength="40" autofocus></label>
<label>${words.pin} <input name="pin" type="password" inputmode="numeric" autocomplete="current-password" required maxlength="12"></label>
<button>${words.logIn}</button></form>`
  const none = html`<p>${words.nobody} <code dir="ltr">gatehouse attendant add NAME</code></p>`
  return document(
    `${words.logIn} · ${place}`,
    speech,
    html`<main class="login"><p class="mark"><span aria-hidden="true">P</span> ${place}</p><h1>${words.attendant}</h1>
${problem === null ? '' : html`<p class="said bad" role="alert">${problem}</p>`}${nobody ? none : form}${languageForm(speech, null)}</main>`,
  )
}
