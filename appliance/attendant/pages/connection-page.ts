import { html } from 'hono/html'
import type { Connection, Sentence } from '../ports.ts'
import type { Speech } from '../speech.ts'
import type { Markup } from './frame.ts'

/** How the box and its cloud stand. What the box says about itself is in English, as in its log and its terminal. */
export function connectionPage({ headline, notes, facts, streams, peers }: Connection, { words }: Speech): Markup {
  const { connection } = words
  return html`<h1>${words.tabs.connection}</h1>
<div lang="en" dir="ltr">${sentence(headline)}${notes.map(sentence)}
<dl class="facts">${facts.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div>
<table><thead><tr><th scope="col">${connection.what}</th><th scope="col" class="n">${connection.waits}</th><th scope="col">${connection.state}</th></tr></thead>
<tbody lang="en">${streams.map(
    ({ name, waits, state, mood }) => html`<tr><td>${name}</td><td class="n">${waits}</td><td class="mood ${mood}">${state}</td></tr>`,
  )}</tbody></table>
${
  peers.length === 0
    ? ''
    : html`<h2>${connection.others}</h2>
<table><thead><tr><th scope="col">${connection.box}</th><th scope="col">${connection.link}</th><th scope="col">${connection.seen}</th><th scope="col">${connection.behind}</th><th scope="col">${connection.cloud}</th><th scope="col">${connection.countersigned}</th></tr></thead>
<tbody lang="en">${peers.map(
        ({ name, link, seen, behind, cloud, countersigned }) =>
          html`<tr><td>${name}</td><td>${link}</td><td>${seen}</td><td>${behind}</td><td>${cloud}</td><td>${countersigned}</td></tr>`,
      )}</tbody></table>`
}`
}

const sentence = ({ mood, text }: Sentence): Markup => html`<p class="mood ${mood}">${text}</p>`
