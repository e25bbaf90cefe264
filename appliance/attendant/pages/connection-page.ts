import { html } from 'hono/html'
import type { Connection, Sentence } from '../ports.ts'
import type { Markup } from './frame.ts'

/** How the box and its cloud stand. */
export function connectionPage({ headline, notes, facts, streams, peers }: Connection): Markup {
  return html`<h1>Connection</h1>
${sentence(headline)}${notes.map(sentence)}
<dl class="facts">${facts.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<table><thead><tr><th scope="col">What</th><th scope="col" class="n">Waits</th><th scope="col">State</th></tr></thead>
<tbody>${streams.map(
    ({ name, waits, state, mood }) => html`<tr><td>${name}</td><td class="n">${waits}</td><td class="mood ${mood}">${state}</td></tr>`,
  )}</tbody></table>
${
  peers.length === 0
    ? ''
    : html`<h2>Other boxes</h2>
<table><thead><tr><th scope="col">Box</th><th scope="col">Link</th><th scope="col">Last seen</th><th scope="col">Behind</th><th scope="col">Cloud</th></tr></thead>
<tbody>${peers.map(
        ({ name, link, seen, behind, cloud }) =>
          html`<tr><td>${name}</td><td>${link}</td><td>${seen}</td><td>${behind}</td><td>${cloud}</td></tr>`,
      )}</tbody></table>`
}`
}

const sentence = ({ mood, text }: Sentence): Markup => html`<p class="mood ${mood}">${text}</p>`
