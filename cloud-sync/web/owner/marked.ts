import { html } from 'hono/html'
import type { Markup } from './paper.ts'

/** One piece of a sentence; `to` names what it can be tapped down to. */
export interface Phrase {
  readonly text: string
  readonly to: string | null
}

/**
 * A sentence in pieces. Words mark what leads somewhere: `Today [money:€12.00].` So each language orders its sentence as it likes, and
 * the page says only where `money` is.
 */
export function phrases(sentence: string): readonly Phrase[] {
  return sentence.split(/(\[[a-z]+:[^\]]*\])/).flatMap((text) => {
    if (text === '') return []
    const [, to = null, said = text] = /^\[([a-z]+):([^\]]*)\]$/.exec(text) ?? []
    return [{ text: said, to }]
  })
}

/** Its pieces, with those that lead somewhere as links. */
export function links(pieces: readonly Phrase[], to: Readonly<Record<string, string>>): Markup {
  return html`${pieces.map((p) => (p.to !== null && to[p.to] !== undefined ? html`<a href="${to[p.to]}">${p.text}</a>` : p.text))}`
}

/** A marked sentence with its links. */
export const linked = (sentence: string, to: Readonly<Record<string, string>>): Markup => links(phrases(sentence), to)
