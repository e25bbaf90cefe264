import { html } from 'hono/html'
import type { Speech } from '../../languages.ts'
import { type Assets, document, type Markup } from '../frame.ts'
import { icon } from '../icons.ts'
import type { SignInView } from './mount-sign-in.ts'

const small = (title: string, speech: Speech, assets: Assets, body: Markup): Markup =>
  document(
    `${title} · Gatehouse`,
    speech,
    assets,
    html`<main class="login"><p class="mark"><span class="p" aria-hidden="true">P</span> <span class="site">Gatehouse</span></p>
<h1>${title}</h1>${body}</main>`,
  )

/** Passkey first, then a mailed link; the token stands behind, for whoever runs the cloud. */
export function loginPage(speech: Speech, assets: Assets, view: SignInView): Markup {
  const { to } = view
  const next = to === '/' ? '' : `?to=${encodeURIComponent(to)}`
  const tokenForm = html`<form method="post" action="/login${next}">
<label>Owner token <input type="password" name="token" autocomplete="current-password" required></label>
<button${view.passkeys || view.mails ? html` class="plain"` : ''}>Log in</button></form>
<p class="quiet">The token is what OWNER_TOKEN was set to where this cloud runs.</p>`
  return small(
    view.again ? 'Is it you?' : 'Log in',
    speech,
    assets,
    html`${view.problem ? html`<p class="complete warn" role="alert">${view.problem}</p>` : ''}
${view.news ? html`<p class="news" role="status">${view.news}</p>` : ''}
${view.passkeys ? passkeyForm({ act: 'enter', label: 'Log in with a passkey', path: `/passkey/enter${next}` }) : ''}
${
  view.mails
    ? html`<form method="post" action="/login/mail">
<label>Your e-mail address <input type="email" name="email" autocomplete="username webauthn" maxlength="254" required></label>
<button class="plain">Send me a link</button></form>`
    : ''
}
${view.token ? html`<details${view.passkeys || view.mails ? '' : html` open`}><summary>With the owner token</summary>${tokenForm}</details>` : ''}`,
  )
}

/** Shown by the script alone, where the browser knows passkeys. */
export function passkeyForm(form: { readonly act: 'enter' | 'add'; readonly label: string; readonly path: string }): Markup {
  return html`<form method="post" action="${form.path}" data-passkey="${form.act}" hidden>
<button class="primary">${icon('key')} ${form.label}</button>
<p class="bad" role="alert" hidden></p></form>`
}

/** The link of a letter: it is used by a tap, not by being looked at. */
export function enterPage(
  speech: Speech,
  assets: Assets,
  link: { readonly key: string; readonly name: string; readonly first: boolean } | null,
): Markup {
  if (link === null) {
    return small(
      'This link is used up',
      speech,
      assets,
      html`<p>A link works once and for a while only, and a newer one takes its place.</p>
<p class="actions"><a class="button" href="/login">Log in another way</a></p>`,
    )
  }
  return small(
    link.first ? `Welcome, ${link.name}` : `Hello, ${link.name}`,
    speech,
    assets,
    html`<p>${link.first ? 'Your account is ready. You need no password.' : 'This opens your pages on this device.'}</p>
<form method="post" action="/enter"><input type="hidden" name="key" value="${link.key}"><button>Go in</button></form>`,
  )
}

/** Nothing to show yet, or not here. */
export function emptyPage(speech: Speech, assets: Assets, title: string, text: string): Markup {
  return small(title, speech, assets, html`<p>${text}</p>`)
}
