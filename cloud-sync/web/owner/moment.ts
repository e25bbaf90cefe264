import type { CarMoment } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { money, percent } from '../format.ts'
import { kept } from '../kept.ts'
import type { Frame } from './frame.ts'
import { worth } from './given.ts'
import type { Markup } from './paper.ts'
import type { CarWords } from './strings/en/car.ts'
import { named } from './strings/named.ts'

const times = kept(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, {
      ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone },
    }),
)

/** One thing that happened to a car: when, what, where, and what it came to. */
export function momentRow(frame: Frame, m: CarMoment): Markup {
  const { speech, site, words } = frame
  const text = momentSaid(frame, m)
  return html`<li><time datetime="${new Date(m.at).toISOString()}">${times(speech.locale, site.timeZone).format(m.at)}</time>
<span><strong>${words.car.moment[m.kind]}</strong>${m.laneId ? html` · <bdi>${m.laneId}</bdi>` : ''}${text === '' ? '' : html`<small>${text}</small>`}</span>${
    m.amountMinor === null ? '' : html`<b>${money(m.amountMinor, site.currency, speech.locale)}</b>`
  }</li>`
}

function momentSaid(frame: Frame, { kind, facts }: CarMoment): string {
  const words = frame.words.car
  switch (kind) {
    case 'seen':
      return words.seen(percent(Math.round((facts.confidence ?? 0) * 100) * 100, frame.speech.locale), facts.pictures ?? 0)
    case 'decided':
      return decided(words, facts)
    case 'left':
      return facts.outcome ? named(words.outcome, facts.outcome) : ''
    case 'quoted':
      return words.prices(facts.version ?? 0)
    case 'paid':
      return [named(words.method, facts.method ?? ''), facts.provider, facts.second ? words.secondPayment : ''].filter(Boolean).join(' · ')
    case 'validated':
      return words.grantedBy(worth({ kind: facts.grant ?? 'minutes', value: facts.value ?? 0 }, frame), facts.by ?? '')
    case 'anomaly':
      return odd(words, facts)
    case 'help':
      return facts.by ? words.answeredBy(facts.by) : words.notAnswered
    case 'entered':
      return ''
  }
}

function decided(words: CarWords, { result, basis = '', reason }: CarMoment['facts']): string {
  const why = named(words.basis, basis)
  const said = result === 'denied' ? words.notLetThrough(why) : words.letThrough(why)
  return reason ? `${said} · ${reason}` : said
}

/** Their detail repeats what stands beside them: the moment the car came in. */
const plain: ReadonlySet<string> = new Set(['honesty'])

function odd(words: CarWords, { code = '', detail }: CarMoment['facts']): string {
  const said = named(words.odd, code)
  return !detail || plain.has(code) ? said : `${said} · ${detail}`
}
