import { html } from 'hono/html'
import type { Frame } from '../frame.ts'
import { icon } from '../icons.ts'
import type { Markup } from '../paper.ts'

/** The button of what is hard to undo, or, to a browser that may have been left open, the way to show who sits before it. */
export const ifFresh = (frame: Frame, to: string, button: Markup): Markup =>
  frame.fresh
    ? button
    : html`<p class="said"><a href="/again?to=${encodeURIComponent(to)}">${icon('key')} ${frame.words.frame.showFirst}</a></p>`
