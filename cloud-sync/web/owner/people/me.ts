import { html } from 'hono/html'
import { dateTime } from '../../format.ts'
import { type Frame, framed, type Markup } from '../frame.ts'
import { ifFresh } from './if-fresh.ts'
import { passkeyForm } from './login.ts'
import { accountChoices } from './people.ts'
import type { ShownPasskey, SignedIn } from './people-port.ts'

export interface MeView {
  readonly passkeys: readonly ShownPasskey[]
  readonly browsers: readonly SignedIn[]
  /** this very browser's */
  readonly session: string
  /** whether they get a letter each morning; null: there is no mail server to send it by */
  readonly morning: boolean | null
  /** they are here for the first time */
  readonly welcome: boolean
  /** passkeys work at the address this page was asked for by */
  readonly place: boolean
}

/** The figures of the day before, for those who would rather be told. */
function morningPart(wanted: boolean): Markup {
  const [said, value, label] = wanted
    ? ['Each morning at seven a letter tells you of the day before.', 'no', 'No more letters']
    : ['A letter at seven each morning: what was taken the day before, and what needs you.', 'yes', 'Write to me each morning']
  return html`<section><h2>Morning letter</h2><p>${said}</p>
<form method="post" action="/me/morning" class="actions"><input type="hidden" name="wanted" value="${value}"><button class="plain">${label}</button></form></section>`
}

const roleSentences = {
  viewer: 'You are a viewer here: you read the reports.',
  manager: 'You are a manager here: you read the reports and set prices, permits, discounts and boxes.',
  owner: 'You are an owner here: you set everything, and say who else may come in.',
} as const

/** A person's own page: their passkeys, and where they are signed in. */
export function mePage(frame: Frame, view: MeView): Markup {
  const { who } = frame
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const key = (one: ShownPasskey) => html`<li><h3>${one.label}</h3>
<p><small>made ${time(one.madeAt)}, ${one.usedAt === null ? 'not used yet' : `used ${time(one.usedAt)}`}${one.synced ? ', on all your devices of that maker' : ', on that device alone'}</small></p>
${frame.fresh ? html`<div class="acts"><form method="post" action="/me/passkeys/remove"><input type="hidden" name="id" value="${one.id}"><button class="plain">Remove<span class="hidden"> ${one.label}</span></button></form></div>` : ''}</li>`
  const browser = (one: SignedIn) => html`<li><h3>${one.browser}${one.id === view.session ? ' (this one)' : ''}</h3>
<p><small>since ${time(one.madeAt)}, last used ${time(one.seenAt)}</small></p>
${one.id === view.session ? '' : html`<div class="acts"><form method="post" action="/me/browsers/sign-out"><input type="hidden" name="id" value="${one.id}"><button class="plain">Sign it out<span class="hidden">: ${one.browser}</span></button></form></div>`}</li>`
  return framed(
    frame,
    html`<h1>${who.name}</h1>
${accountChoices(frame, '/me')}
<p class="said">${roleSentences[who.role]}</p>
${view.welcome && view.passkeys.length === 0 ? html`<p class="news" role="status">Make a passkey now: next time this device opens your pages by itself. Without one you need a new link each time.</p>` : ''}
<div class="columns">
<section><h2>Your passkeys</h2>${
      view.passkeys.length === 0 ? html`<p class="quiet">None yet.</p>` : html`<ul class="keys">${view.passkeys.map(key)}</ul>`
    }
${!view.place ? html`<p class="quiet">Passkeys need the address that PUBLIC_URL names: this is another.</p>` : ifFresh(frame, '/me', passkeyForm({ act: 'add', label: 'Make a passkey on this device', path: '/passkey/add' }))}</section>
${view.morning === null ? '' : morningPart(view.morning)}
<section><h2>Where you are signed in</h2><ul class="keys">${view.browsers.map(browser)}</ul></section>
</div>`,
  )
}
