import type { Context } from 'hono'
import type { Speech } from './speech.ts'
import type { Tab } from './strings/words.ts'

/** What every route behind the login knows. */
export type Known = { Variables: { who: string; speech: Speech } }

/** Back to a page, with a sentence that says what became of the form. */
export function back(c: Context<Known>, tab: Tab, ok: boolean, said: string): Response {
  return c.redirect(`/attendant/${tab}?ok=${ok ? 1 : 0}&said=${encodeURIComponent(said)}`, 303)
}
