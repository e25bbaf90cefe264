import { html } from 'hono/html'
import { foot } from '../foot.ts'
import { document } from '../frame.ts'
import { icon } from '../icons.ts'
import type { Markup, Paper } from '../paper.ts'
import type { SignInWords } from '../strings/en/sign-in.ts'
import type { SignInView } from './mount-sign-in.ts'

const small = (paper: Paper, title: string, body: Markup): Markup =>
  document(
    `${title} · Gatehouse`,
    paper,
    html`<main class="login"><p class="mark"><span class="p" aria-hidden="true">P</span> <span class="site">Gatehouse</span></p>
<h1>${title}</h1>${body}</main>${foot(paper)}`,
  )

/** Passkey first, then a mailed link; the token stands behind, for whoever runs the cloud. */
export function loginPage(paper: Paper, view: SignInView): Markup {
  const words = paper.words.signIn
  const { to } = view
  const news = view.again === null ? view.news && words[view.news] : words.again(view.again)
  const next = to === '/' ? '' : `?to=${encodeURIComponent(to)}`
  const tokenForm = html`<form method="post" action="/login${next}">
<label>${words.token} <input type="password" name="token" autocomplete="current-password" required></label>
<button${view.passkeys || view.mails ? html` class="plain"` : ''}>${words.withTokenButton}</button></form>
<p class="quiet">${words.whatToken}</p>`
  return small(
    paper,
    view.again === null ? words.title : words.titleAgain,
    html`${view.problem ? html`<p class="complete warn" role="alert">${words[view.problem]}</p>` : ''}
${news ? html`<p class="news" role="status">${news}</p>` : ''}
${view.passkeys ? passkeyForm(words, { act: 'enter', label: words.withPasskey, path: `/passkey/enter${next}` }) : ''}
${
  view.mails
    ? html`<form method="post" action="/login/mail">
<label>${words.email} <input type="email" name="email" autocomplete="username webauthn" maxlength="254" required></label>
<button class="plain">${words.sendLink}</button></form>`
    : ''
}
${view.token ? html`<details${view.passkeys || view.mails ? '' : html` open`}><summary>${words.withToken}</summary>${tokenForm}</details>` : ''}`,
  )
}

/** Shown by the script alone, where the browser knows passkeys; what a browser may refuse with is said beside it. */
export function passkeyForm(
  words: SignInWords,
  form: { readonly act: 'enter' | 'add'; readonly label: string; readonly path: string },
): Markup {
  return html`<form method="post" action="${form.path}" data-passkey="${form.act}" hidden
 data-not-allowed-error="${words.browserSaidNo}" data-security-error="${words.browserElsewhere}" data-invalid-state-error="${words.browserHasOne}">
<button class="primary">${icon('key')} ${form.label}</button>
<p class="bad" role="alert" hidden></p></form>`
}

/** The link of a letter: it is used by a tap, not by being looked at. */
export function enterPage(paper: Paper, link: { readonly key: string; readonly name: string; readonly first: boolean } | null): Markup {
  const words = paper.words.signIn
  if (link === null) {
    return small(
      paper,
      words.linkUsed,
      html`<p>${words.linkUsedText}</p>
<p class="actions"><a class="button" href="/login">${words.anotherWay}</a></p>`,
    )
  }
  return small(
    paper,
    link.first ? words.welcome(link.name) : words.hello(link.name),
    html`<p>${link.first ? words.accountReady : words.opensHere}</p>
<form method="post" action="/enter"><input type="hidden" name="key" value="${link.key}"><button>${words.goIn}</button></form>`,
  )
}

/** Nothing to show yet, or not here. */
export function emptyPage(paper: Paper, title: string, text: string): Markup {
  return small(paper, title, html`<p>${text}</p>`)
}
