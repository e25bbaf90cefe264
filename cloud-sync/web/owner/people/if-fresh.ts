import { html } from 'hono/html'
import type { Frame, Markup } from '../frame.ts'
import { icon } from '../icons.ts'

/** The button of what is hard to undo, or, to a browser that may have been left open, the way to show who sits before it. */
export const ifFresh = (frame: Frame, to: string, button: Markup): Markup =>
  frame.fresh
    ? button
    : html`<p class="said"><a href="/again?to=${encodeURIComponent(to)}">${icon('key')} Show first, once more, that it is you</a></p>`
