import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'

/** What the glass shows and how sure it may be that this is still true. */
export interface Shown {
  readonly view: LaneView | null
  /** when the view came, by the screen's own clock that never jumps (ms) */
  readonly receivedAt: number
  readonly linked: boolean
  /** since when the link is lost, same clock; null while it stands */
  readonly lostAt: number | null
  /** the next view begins a new stream: whatever its revision, it is the truth (the box may have started again) */
  readonly fresh: boolean
}

export type LinkEvent =
  | { readonly kind: 'opened' }
  | { readonly kind: 'view'; readonly view: LaneView; readonly at: number }
  | { readonly kind: 'lost'; readonly at: number }

export const nothingShown: Shown = { view: null, receivedAt: 0, linked: false, lostAt: null, fresh: true }

/** The newest view wins; within one stream an older revision is ignored. */
export function applyLink(shown: Shown, event: LinkEvent): Shown {
  switch (event.kind) {
    case 'opened':
      return { ...shown, linked: true, lostAt: null, fresh: true }
    case 'lost':
      return { ...shown, linked: false, lostAt: shown.lostAt ?? event.at, fresh: true }
    case 'view': {
      if (!shown.fresh && shown.view !== null && event.view.revision < shown.view.revision) return shown
      return { view: event.view, receivedAt: event.at, linked: true, lostAt: null, fresh: false }
    }
  }
}

/** The box's time now, without trusting this screen's own calendar clock. */
export const boxTime = ({ view, receivedAt }: Shown, at: number): number => (view === null ? 0 : view.now + Math.max(0, at - receivedAt))

/** A blink of the link is nobody's business; after two seconds the driver is told. */
export const linkWorry = ({ lostAt }: Shown, at: number): boolean => lostAt !== null && at - lostAt >= 2_000
