import { vatIncluded } from '@gatehouse/domain/money.ts'
import { explain } from '@gatehouse/domain/tariff/explain.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { CarMoment, CarPicture, OwnerCarDetail } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { dateTime, duration, money, percent } from '../format.ts'
import { at, type Frame, framed } from './frame.ts'
import { icon } from './icons.ts'
import { oddWords } from './odd-words.ts'
import { outcomeWords } from './overview.ts'
import type { Markup } from './paper.ts'
import { plate } from './plate.ts'

const kindWords: Readonly<Record<CarMoment['kind'], string>> = {
  ...{ seen: 'Seen by the camera', decided: 'Decided', entered: 'Drove in', left: 'Drove out', quoted: 'Shown its price', paid: 'Paid' },
  ...{ validated: 'Given free time', anomaly: 'Noted', help: 'Called for help' },
}

export const vehicleWords: Readonly<Record<VehicleClass, string>> = {
  ...{ motorcycle: 'Motorcycle', van: 'Van', truck: 'Truck', bus: 'Bus', camper: 'Camper', trailer: 'Trailer', bicycle: 'Bicycle' },
}

/** One stay: what it came to, and everything on record in the order it happened. */
export function carPage(frame: Frame, car: OwnerCarDetail, now: number): Markup {
  const { locale } = frame.speech
  const { timeZone, currency } = frame.site
  const amount = (minor: number) => money(minor, currency, locale)
  const moment = (m: CarMoment) =>
    html`<li><time datetime="${new Date(m.at).toISOString()}">${new Intl.DateTimeFormat(locale, {
      ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone },
    }).format(
      m.at,
    )}</time><span><strong>${kindWords[m.kind]}</strong>${m.laneId ? ` at ${m.laneId}` : ''}${m.text ? html`<small>${m.kind === 'anomaly' ? oddWords(m.text) : m.text}</small>` : ''}</span>${
      m.amountMinor === null ? '' : html`<b>${amount(m.amountMinor)}</b>`
    }</li>`
  const stay = car.enteredAt === null ? 'came in unseen' : duration((car.leftAt ?? now) - car.enteredAt)
  return framed(
    frame,
    html`<p><a class="up" href="${at(frame, '/cars')}">${icon('back')} Cars</a></p>
<h1 class="car">${plate(car.plate)} <span>${amount(car.paidMinor)}</span></h1>
<p class="said">${car.vehicleClass === null ? '' : html`<b>${vehicleWords[car.vehicleClass]}</b>. `}${car.leftAt === null ? `Inside for ${stay}.` : `Stayed ${stay}, ${outcomeWords[car.outcome ?? 'unknown'] ?? car.outcome}.`}
${car.enteredAt === null ? '' : `In ${dateTime(car.enteredAt, timeZone, locale)}.`} ${car.rateTableVersion === null ? '' : `Prices version ${car.rateTableVersion}.`}</p>
<div class="columns"><div><section><h2>What happened</h2><ol class="moments">${car.moments.map(moment)}</ol></section></div>
<div>${pictures(frame, car)}${car.quote ? html`<section><h2>Its last price</h2>${quoteTable(car, amount, (ms) => dateTime(ms, timeZone, locale))}</section>` : ''}</div></div>`,
  )
}

function pictures(frame: Frame, car: OwnerCarDetail): Markup {
  if (car.pictures.length === 0) return html``
  const one = ({ ref, takenAt, direction }: CarPicture) => {
    const said = `${direction === 'entry' ? 'At the entry' : 'At the exit'}, ${dateTime(takenAt, frame.site.timeZone, frame.speech.locale)}`
    const src = at(frame, `/cars/${encodeURIComponent(car.sessionId)}/pictures/${encodeURIComponent(ref)}`)
    return html`<figure><a href="${src}"><img src="${src}" alt="The car ${direction === 'entry' ? 'at the entry' : 'at the exit'}" loading="lazy"></a><figcaption>${said}</figcaption></figure>`
  }
  return html`<section class="pictures"><h2>Pictures</h2>${car.pictures.map(one)}</section>`
}

function quoteTable(car: OwnerCarDetail, amount: (minor: number) => string, day: (ms: number) => string): Markup {
  const { quote } = car
  if (!quote) return html``
  const rows = explain(quote.lines, car.enteredAt ?? undefined).map((e) => {
    const text = {
      ...{ freeStay: 'Within the free time', freeTime: 'Free time', flat: 'Fixed price', tier: 'Price band', dayMaximum: 'Day maximum' },
      ...{ periodMaximum: 'Maximum', validationMinutes: 'Free minutes given', validationPercent: 'Discount', validationAmount: 'Discount' },
      ...{
        ...{ alreadyPaid: 'Paid before', special: 'Package', overstay: 'Stayed too long', debt: 'Earlier stay, not paid' },
        steps: e.key === 'steps' ? `${e.count} × ${duration(e.stepMinutes * MINUTE_MS)} at ${amount(e.unitMinor)}` : '',
      },
    }[e.key]
    const since = e.since === undefined ? '' : `New prices from ${day(e.since)}`
    const before = 'earlierMinor' in e && e.earlierMinor !== undefined ? `${text} (${amount(e.earlierMinor)} charged before)` : text
    return html`<tr><th scope="row">${[since, e.name ?? '', before].filter((part) => part !== '').join(': ')}</th><td>${e.amountMinor === null ? '' : amount(e.amountMinor)}</td></tr>`
  })
  return html`<table class="figures"><tbody>${rows}</tbody><tfoot><tr><th scope="row">Together</th><td>${amount(quote.amountMinor)}</td></tr><tr><th scope="row">of which VAT ${percent(quote.vatBasisPoints, 'en-GB')}</th><td>${amount(vatIncluded(quote.amountMinor, quote.vatBasisPoints))}</td></tr></tfoot></table>`
}
