import type { OwnerPlate } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import type { Markup } from './paper.ts'
import type { CarWords } from './strings/en/car.ts'

// Vienna Convention distinguishing signs, where they differ from ISO 3166.
const signs: Readonly<Record<string, string>> = {
  ...{ DE: 'D', FR: 'F', ES: 'E', IT: 'I', AT: 'A', BE: 'B', PT: 'P', SE: 'S', FI: 'FIN', HU: 'H', LU: 'L', IE: 'IRL', SI: 'SLO' },
  ...{ NO: 'N', EE: 'EST', MT: 'M', GB: 'UK' },
}
const withBand = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK NO GB UA CH'.split(' '))

/** A plate that looks like one. A read the camera was not sure of is drawn broken, and says so. */
export function plate(p: OwnerPlate | null, words: Pick<CarWords, 'noPlate' | 'unsure'>): Markup {
  if (p === null) return html`<span class="plate none">${words.noPlate}</span>`
  const sign = p.country && withBand.has(p.country) ? (signs[p.country] ?? p.country) : null
  const unsure = p.confidence !== null && p.confidence < 0.9
  return html`<span class="plate${unsure ? ' unsure' : ''}">${sign ? html`<i>${sign}</i>` : ''}${p.text}${
    unsure ? html`<span class="hidden">, ${words.unsure}</span>` : ''
  }</span>`
}
