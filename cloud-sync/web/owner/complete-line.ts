import type { BoxStanding, Completeness, OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { clockTime, dateTime, duration } from '../format.ts'
import type { Frame } from './frame.ts'
import { icon } from './icons.ts'
import type { Markup } from './paper.ts'

/** Up to when every figure on the page is complete, and whose fault it is when that is not now. */
export function completeLine(c: Completeness, s: Pick<OwnerSummary, 'site' | 'now'>, frame: Frame): Markup {
  const words = frame.words.today
  const { language, locale } = frame.speech
  const time = (ms: number) =>
    s.now - ms > 20 * 3_600_000 ? dateTime(ms, s.site.timeZone, locale) : clockTime(ms, s.site.timeZone, locale)
  const behind = ({ state, label, behindMs }: BoxStanding) =>
    state === 'never'
      ? words.boxNever(label)
      : words[state === 'catchingUp' ? 'boxCatchingUp' : 'boxBehind'](label, duration(behindMs, language))
  const late = c.boxes.filter((b) => b.state !== 'live')
  if (c.boxes.length === 0) return html`<p class="complete warn">${icon('warn')} ${words.noBox}</p>`
  const until = c.completeTo === null ? words.notComplete : words.completeTo(time(c.completeTo))
  if (late.length === 0) return html`<p class="complete">${icon('ok')} ${until}</p>`
  return html`<p class="complete warn">${icon('warn')} ${until}. ${late.map(behind).join(' ')}</p>`
}
