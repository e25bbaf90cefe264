import type { RateProblem } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import type { Markup } from '../paper.ts'

/** What is wrong with a field: attributes for its input, and the sentences beside it. */
export interface Said {
  readonly mark: (field: string) => Markup
  readonly about: (field: string) => Markup
}

export function said(problems: readonly RateProblem[]): Said {
  const of = (field: string) => problems.filter((p) => p.field === field)
  return {
    mark: (field) => {
      const found = of(field)
      return found.length === 0
        ? html``
        : html` aria-invalid="${found.some((p) => p.severity === 'error')}" aria-describedby="about-${field}"`
    },
    about: (field) =>
      of(field).length === 0
        ? html``
        : html`<span class="about-field" id="about-${field}">${of(field).map((p) => html`<span class="${p.severity}">${p.message}</span>`)}</span>`,
  }
}
