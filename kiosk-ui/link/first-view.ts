import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'

/** Where the box puts the view that it painted into the page; no script, so the page's policy has nothing to say about it. */
export const FIRST_VIEW = 'first-view'

/** The view this page came with, or null when the box could not paint it. */
export function firstView(): LaneView | null {
  const written = document.getElementById(FIRST_VIEW)?.textContent
  if (!written) return null
  try {
    return JSON.parse(written) as LaneView
  } catch {
    return null
  }
}
