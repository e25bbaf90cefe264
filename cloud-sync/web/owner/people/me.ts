import { html } from 'hono/html'
import { dateTime } from '../../format.ts'
import { languageForm } from '../foot.ts'
import { type Frame, framed } from '../frame.ts'
import type { Markup } from '../paper.ts'
import type { MeWords } from '../strings/en/me.ts'
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
function morningPart(words: MeWords, wanted: boolean): Markup {
  const [said, value, label] = wanted ? [words.morningOn, 'no', words.morningStop] : [words.morningOff, 'yes', words.morningStart]
  return html`<section><h2>${words.morning}</h2><p>${said}</p>
<form method="post" action="/me/morning" class="actions"><input type="hidden" name="wanted" value="${value}"><button class="plain">${label}</button></form></section>`
}

/** "Chrome on Android", as accounts/browser-name.ts keeps it, in the reader's language. */
function browserSaid(words: MeWords, kept: string): string {
  const [, browser, system] = /^(.+) on (?:an? )?(.+)$/.exec(kept) ?? []
  if (browser === undefined || system === undefined) return kept
  return words.browserOn(browser === 'A browser' ? words.someBrowser : browser, system === 'another system' ? words.otherSystem : system)
}

/** A person's own page: their passkeys, and where they are signed in. */
export function mePage(frame: Frame, view: MeView): Markup {
  const { who } = frame
  const words = frame.words.me
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const key = (one: ShownPasskey) => {
    const name = browserSaid(words, one.label)
    const where = one.synced ? 'synced' : 'here'
    const told = one.usedAt === null ? words.keyNew[where](time(one.madeAt)) : words.keyUsed[where](time(one.madeAt), time(one.usedAt))
    return html`<li><h3>${name}</h3>
<p><small>${told}</small></p>
${frame.fresh ? html`<div class="acts"><form method="post" action="/me/passkeys/remove"><input type="hidden" name="id" value="${one.id}"><button class="plain" aria-label="${words.removeKey(name)}">${words.remove}</button></form></div>` : ''}</li>`
  }
  const browser = (one: SignedIn) => {
    const name = browserSaid(words, one.browser)
    const here = one.id === view.session
    return html`<li><h3>${here ? words.thisBrowser(name) : name}</h3>
<p><small>${words.browserUsed(time(one.madeAt), time(one.seenAt))}</small></p>
${here ? '' : html`<div class="acts"><form method="post" action="/me/browsers/sign-out"><input type="hidden" name="id" value="${one.id}"><button class="plain" aria-label="${words.signOutBrowser(name)}">${words.signOut}</button></form></div>`}</li>`
  }
  return framed(
    frame,
    html`<h1>${who.name}</h1>
${accountChoices(frame, '/me')}
<p class="said">${words.role[who.role]}</p>
${view.welcome && view.passkeys.length === 0 ? html`<p class="news" role="status">${words.makePasskeyNow}</p>` : ''}
<div class="columns">
<section><h2>${words.passkeys}</h2>${
      view.passkeys.length === 0 ? html`<p class="quiet">${words.noPasskey}</p>` : html`<ul class="keys">${view.passkeys.map(key)}</ul>`
    }
${!view.place ? html`<p class="quiet">${words.passkeyElsewhere}</p>` : ifFresh(frame, '/me', passkeyForm(frame.words.signIn, { act: 'add', label: words.makePasskey, path: '/passkey/add' }))}</section>
${view.morning === null ? '' : morningPart(words, view.morning)}
<section><h2>${words.language}</h2><p>${words.languageText}</p>${languageForm(frame)}</section>
<section><h2>${words.browsers}</h2><ul class="keys">${view.browsers.map(browser)}</ul></section>
</div>`,
  )
}
