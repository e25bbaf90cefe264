import { html } from 'hono/html'
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
export const eventsPage = (rows: readonly EventRow[]): Markup => html`<h1>What happened</h1>
<table><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Lane</th><th scope="col">Plate</th><th scope="col" class="n">Amount</th></tr></thead>
<tbody>${rows.map(
  (row) =>
    html`<tr><td>${row.when}</td><td>${row.what}${row.detail ? html` <small>${row.detail}</small>` : ''}</td><td>${row.lane ?? ''}</td><td>${row.plate ?? ''}</td><td class="n">${row.amount ?? ''}</td></tr>`,
)}</tbody></table>`
