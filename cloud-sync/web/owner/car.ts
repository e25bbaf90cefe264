import { feeSentence } from '@gatehouse/domain/fee-words/fee-sentence.ts'
import { vatIncluded } from '@gatehouse/domain/money.ts'
import { explain } from '@gatehouse/domain/tariff/explain.ts'
import type { CarPicture, OwnerCarDetail } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { dateTime, duration, money, percent } from '../format.ts'
import { feeSpeech } from '../pay/fee-rows.ts'
import { wordsOf as drivers } from '../pay/strings/every-language.ts'
import { at, type Frame, framed } from './frame.ts'
import { icon } from './icons.ts'
import { momentRow } from './moment.ts'
import type { Markup } from './paper.ts'
import { plate } from './plate.ts'
import { named } from './strings/named.ts'

/** One stay: what it came to, and everything on record in the order it happened. */
export function carPage(frame: Frame, car: OwnerCarDetail, now: number): Markup {
  const words = frame.words.car
  const { language, locale } = frame.speech
  const { timeZone, currency } = frame.site
  const vehicle = car.vehicleClass === null ? null : drivers[language].fee.vehicle[car.vehicleClass]
  return framed(
    frame,
    html`<p><a class="up" href="${at(frame, '/cars')}">${icon('back')} ${frame.words.frame.tab.cars}</a></p>
<h1 class="car">${plate(car.plate, words)} <span>${money(car.paidMinor, currency, locale)}</span></h1>
<p class="said">${vehicle === null ? '' : html`<b>${vehicle}</b>. `}${stayed(frame, car, now)}
${car.enteredAt === null ? '' : words.cameIn(dateTime(car.enteredAt, timeZone, locale))} ${car.rateTableVersion === null ? '' : words.prices(car.rateTableVersion)}</p>
<div class="columns"><div><section><h2>${words.happened}</h2><ol class="moments">${car.moments.map((m) => momentRow(frame, m))}</ol></section></div>
<div>${pictures(frame, car)}${car.quote ? html`<section><h2>${words.lastPrice}</h2>${quoteTable(frame, car.quote, car.enteredAt)}</section>` : ''}</div></div>`,
  )
}

function stayed({ words: { car: words }, speech }: Frame, car: OwnerCarDetail, now: number): string {
  const how = named(words.outcome, car.outcome ?? 'unknown')
  if (car.enteredAt === null) return car.leftAt === null ? words.insideUnseen : words.leftUnseen(how)
  const stay = duration((car.leftAt ?? now) - car.enteredAt, speech.language)
  return car.leftAt === null ? words.insideFor(stay) : words.stayed(stay, how)
}

function pictures(frame: Frame, car: OwnerCarDetail): Markup {
  const words = frame.words.car
  if (car.pictures.length === 0) return html``
  const one = ({ ref, takenAt, direction }: CarPicture) => {
    const time = dateTime(takenAt, frame.site.timeZone, frame.speech.locale)
    const [said, alt] = direction === 'entry' ? [words.atEntry(time), words.entryPicture] : [words.atExit(time), words.exitPicture]
    const src = at(frame, `/cars/${encodeURIComponent(car.sessionId)}/pictures/${encodeURIComponent(ref)}`)
    return html`<figure><a href="${src}"><img src="${src}" alt="${alt}" loading="lazy"></a><figcaption>${said}</figcaption></figure>`
  }
  return html`<section class="pictures"><h2>${words.pictures}</h2>${car.pictures.map(one)}</section>`
}

/** The last price as its driver was told it, line by line. */
function quoteTable({ words, speech, site }: Frame, quote: NonNullable<OwnerCarDetail['quote']>, enteredAt: number | null): Markup {
  const amount = (minor: number) => money(minor, site.currency, speech.locale)
  const inWords = feeSpeech(site, drivers[speech.language].fee, speech)
  const rows = explain(quote.lines, enteredAt ?? undefined).map(
    (e) => html`<tr><th scope="row">${feeSentence(e, inWords)}</th><td>${e.amountMinor === null ? '' : amount(e.amountMinor)}</td></tr>`,
  )
  const vat = amount(vatIncluded(quote.amountMinor, quote.vatBasisPoints))
  return html`<table class="figures"><tbody>${rows}</tbody><tfoot><tr><th scope="row">${words.month.together}</th><td>${amount(quote.amountMinor)}</td></tr>
<tr><th scope="row">${words.car.vatOf(percent(quote.vatBasisPoints, speech.locale))}</th><td>${vat}</td></tr></tfoot></table>`
}
