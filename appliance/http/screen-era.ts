import type { LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'

/** What a tap on this screen is about: the same text means that an older tap still means the same thing. */
export function screenSubject(screen: Screen): string {
  switch (screen.kind) {
    case 'yourCar':
    case 'paying':
    case 'paymentFailed':
      return `${screen.kind} ${screen.quote.id}`
    case 'thankYou':
      return `${screen.kind} ${screen.car?.sessionId ?? ''}`
    default:
      return screen.kind
  }
}

/** Since which revision a lane has been showing its present subject. */
export interface ScreenEra {
  readonly subject: string
  readonly since: number
  readonly revision: number
}

export function nextEra(era: ScreenEra | undefined, view: LaneView): ScreenEra {
  const subject = screenSubject(view.screen)
  // A smaller revision is a lane that started again: what was shown before says nothing now.
  const same = era !== undefined && era.subject === subject && view.revision >= era.revision
  return { subject, since: same ? era.since : view.revision, revision: view.revision }
}

/** A tap that names an older revision than the subject's first one answered another screen. */
export const isStale = (era: ScreenEra, tappedAt: number | undefined): boolean =>
  tappedAt !== undefined && (tappedAt < era.since || tappedAt > era.revision)
