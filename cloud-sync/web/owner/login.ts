import { html } from 'hono/html'
import type { Speech } from '../languages.ts'
import { type Assets, document, type Markup } from './frame.ts'

/** One field. `problem`: why the last try was refused. */
export function loginPage(speech: Speech, assets: Assets, problem: string | null): Markup {
  return document(
    'Log in · Gatehouse',
    speech,
    assets,
    html`<main class="login"><p class="mark"><span class="p" aria-hidden="true">P</span> <span class="site">Gatehouse</span></p>
<h1>Log in</h1>
${problem ? html`<p class="complete warn" role="alert">${problem}</p>` : ''}
<form method="post" action="/login">
<label>Owner token <input type="password" name="token" autocomplete="current-password" required autofocus></label>
<button>Log in</button></form>
<p class="quiet">The token is what OWNER_TOKEN was set to where this cloud runs.</p></main>`,
  )
}

/** Nothing to show yet, or not here. */
export function emptyPage(speech: Speech, assets: Assets, title: string, text: string): Markup {
  return document(
    `${title} · Gatehouse`,
    speech,
    assets,
    html`<main class="login"><p class="mark"><span class="p" aria-hidden="true">P</span> <span class="site">Gatehouse</span></p><h1>${title}</h1><p>${text}</p></main>`,
  )
}
