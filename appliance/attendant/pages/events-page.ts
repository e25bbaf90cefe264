import { html } from 'hono/html'
import type { Speech } from '../speech.ts'
import type { Markup } from './frame.ts'

export interface EventRow {
  readonly when: string
  readonly what: string
  readonly lane: string | null
  readonly plate: string | null
  readonly amount: string | null
  readonly detail: string | null
}

/** What happened here, newest first. */
export const eventsPage = (rows: readonly EventRow[], { words }: Speech): Markup => html`<h1>${words.tabs.events}</h1>
<div class="wide" role="region" aria-label="${words.tabs.events}" tabindex="0"><table><thead><tr><th scope="col">${words.events.when}</th><th scope="col">${words.events.what}</th><th scope="col">${words.events.lane}</th><th scope="col">${words.events.plate}</th><th scope="col" class="n">${words.events.amount}</th></tr></thead>
<tbody>${rows.map(
  (row) =>
    html`<tr><td>${row.when}</td><td>${row.what}${row.detail ? html` <small>${row.detail}</small>` : ''}</td><td>${row.lane ?? ''}</td><td dir="ltr">${row.plate ?? ''}</td><td class="n">${row.amount ?? ''}</td></tr>`,
)}</tbody></table></div>`
