import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { PageOptions } from './page-options.ts'
import { SPOTS } from './state.ts'

type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

const button = (action: object, label: string, note: string, look = ''): Markup =>
  html`<button type="button" class="act ${look}" data-action="${JSON.stringify(action)}"><b>${label}</b><span>${note}</span></button>`

/** Middle of a space along the driving lane; spaces stand in two facing rows. Units of the drawing, which page.js shares. */
const spotX = (spot: number): number => 300 + (spot % (SPOTS / 2)) * 52

const bays = (): string =>
  Array.from({ length: SPOTS }, (_, i) => {
    const x = spotX(i)
    const top = i < SPOTS / 2
    return `<path class="bay" d="M${x - 26} ${top ? 40 : 400}V${top ? 152 : 288}M${x + 26} ${top ? 40 : 400}V${top ? 152 : 288}"/><text class="bay-no" x="${x}" y="${top ? 32 : 420}">${i + 1}</text>`
  }).join('')

const boom = (lane: string, x: number, y: number, flip: boolean): string =>
  `<g class="lane-gear" data-lane="${lane}" transform="translate(${x} ${y})"><rect class="loop" data-loop="arming" x="${flip ? 18 : -96}" y="-22" width="78" height="44" rx="6"/><rect class="loop" data-loop="closing" x="${flip ? -96 : 18}" y="-22" width="78" height="44" rx="6"/><rect class="post" x="-9" y="26" width="18" height="26" rx="3"/><g class="arm"><rect x="-5" y="-36" width="10" height="66" fill="#f6f5f0"/><path d="M-5-36h10v12h-10zM-5-12h10v12h-10zM-5 12h10v12h-10z" fill="#a01d13"/></g></g>`

const map = (lanes: readonly { readonly id: string; readonly direction: 'entry' | 'exit' }[]): string => {
  const entry = lanes.find((lane) => lane.direction === 'entry')?.id ?? ''
  const exit = lanes.find((lane) => lane.direction === 'exit')?.id ?? ''
  return `<svg id="map" viewBox="0 0 1180 440" role="img" aria-label="The car park from above">
<rect class="ground" width="1180" height="440"/><rect class="deck" x="262" y="20" width="656" height="404" rx="10"/>
<path class="road" d="M0 220H1180" stroke-width="92"/><path class="mid" d="M0 220H150M1030 220H1180M270 220H910"/>
${bays()}<path class="arrow" d="M330 236l18-16-18-16M590 236l18-16-18-16M850 236l18-16-18-16"/>
<text class="sign" x="206" y="140">IN</text><text class="sign" x="974" y="140">OUT</text>
${boom(entry, 206, 220, false)}${boom(exit, 974, 220, false)}<g id="cars"></g></svg>`
}

/** The page; its script redraws from the state it is given and from the event stream. */
export function pageMarkup(options: PageOptions, state: string): Markup {
  const lanes = options.park.options.lanes
  const exit = lanes.find((lane) => lane.direction === 'exit')?.id ?? ''
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${options.placeName}: simulator</title><link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23ffb800'/%3E%3Cpath d='M5 13V3h4a3 3 0 0 1 0 6H7v4z' fill='%230d1b1e'/%3E%3C/svg%3E"><link rel="stylesheet" href="/simulator/page.css"><script src="/simulator/page.js" defer></script></head>
<body><header><h1><i aria-hidden="true">P</i>${options.placeName}</h1><p id="clock"></p>
<nav>${lanes.map((lane) => html`<a href="/kiosk/${lane.id}" target="_blank">Kiosk ${lane.name}</a>`)}${options.ownerUrl ? html`<a href="${options.ownerUrl}" target="_blank">Owner’s page</a>` : ''}</nav></header>
<main>${raw(map(lanes))}
<section class="lanes" id="lanes" aria-label="Lanes"></section>
<section class="mine" id="mine" hidden aria-label="The exit’s kiosk"><h2>You are the driver: this is the exit’s kiosk</h2><div class="frame"><iframe title="Kiosk of the exit" data-src="/kiosk/${exit}"></iframe></div></section>
<section class="controls" aria-label="What happens next">
<div><h2>At the entry</h2>${button({ action: 'driveUp' }, 'Drive up', 'a car wants in', 'go')}${button({ action: 'dirtyPlate' }, 'Dirty plate', 'hard to read')}${button({ action: 'tailgate' }, 'Tailgate', 'two on one opening')}${button({ action: 'reverseOut' }, 'Reverse out', 'it changes its mind')}</div>
<div><h2>At the exit</h2>${button({ action: 'leave' }, 'Leave', 'the longest guest goes')}<button type="button" class="act" id="pay-myself" aria-pressed="false"><b>I pay myself</b><span>you play the driver</span></button><div id="card" hidden><p></p>${button({ action: 'card', accepted: true }, 'Hold card', 'to the terminal', 'go')}${button({ action: 'card', accepted: false }, 'Card refused', 'no cover', 'stop')}</div><p id="pay-link" hidden></p></div>
<div><h2>Trouble</h2><button type="button" class="act stop" id="internet" aria-pressed="false"><b>Cut the internet</b><span>the box goes on alone</span></button>${button({ action: 'cutPower' }, 'Cut the power', 'box off and on again', 'stop')}</div>
<div><h2>Time</h2><div class="speeds" role="group" aria-label="Speed">${[1, 60, 600, -1].map((speed) => html`<button type="button" data-speed="${speed}" data-action="${JSON.stringify({ action: 'speed', speed })}">${speed === -1 ? 'Jump' : `${speed}×`}</button>`)}</div><p class="hint">Time leaps only while no lane is busy. At a lane it is always real.</p><p id="answer" role="status"></p></div>
</section>
<section class="log" aria-label="What happened"><h2>What happened</h2><ol id="events"></ol></section></main>
<script type="application/json" id="state">${raw(state.replaceAll('<', '\\u003c'))}</script></body></html>`
}
