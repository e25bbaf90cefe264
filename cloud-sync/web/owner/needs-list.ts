import type { NeedParts, NeedsYou, OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { money, roughly } from '../format.ts'
import { at, type Frame } from './frame.ts'
import { icon } from './icons.ts'
import { phrases } from './marked.ts'
import type { Markup } from './paper.ts'
import type { TodayWords } from './strings/en/today.ts'

/** What wants a person now, in order of money; each leads to where it can be looked at. */
export function needsList(frame: Frame, s: OwnerSummary): Markup {
  if (s.needsYou.length === 0) return html``
  const words = frame.words.today
  const amount = (n: NeedsYou) => {
    const minor = (n.about ? roughly : money)(n.amountMinor, s.site.currency, frame.speech.locale)
    if (!n.about) return html`<b>${minor}</b>`
    return html`<b>${phrases(words.about(minor)).map(({ to, text }) => (to === null ? text : html`<span class="about">${text}</span>`))}</b>`
  }
  const row = (n: NeedsYou) => {
    const { title, text } = needSaid(n, words)
    return html`<li><a href="${at(frame, n.href)}">${icon(n.code === 'helpOpen' ? 'help' : 'warn')}<span><strong>${title}</strong>
<small>${text}</small></span>${n.amountMinor > 0 ? amount(n) : ''}</a></li>`
  }
  return html`<section id="needs"><h2>${words.needsYou}</h2><ol class="needs">${s.needsYou.map(row)}</ol></section>`
}

/** An alert is told by its own code, where these pages have words for it. */
export function needSaid({ code, parts }: NeedsYou, { need }: TodayWords): { readonly title: string; readonly text: string } {
  const alarm = parts.name === 'clone' || parts.name === 'moneyDiffers' ? parts.name : 'alert'
  const { title, text } = need[code === 'alert' ? alarm : code]
  return { title: said(title, parts), text: said(text, parts) }
}

const said = (words: string | ((of: NeedParts) => string), of: NeedParts): string => (typeof words === 'string' ? words : words(of))
