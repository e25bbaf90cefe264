import type { LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'

export type Tone = 'rise' | 'fall'

const refusals: readonly Screen['kind'][] = ['denied', 'paymentFailed', 'notFound', 'fault']
const moves = (view: LaneView) => view.arm === 'opening' || view.arm === 'open'

/** The sound a change makes: rising when the arm starts to open for somebody, falling on a refusal, else none. */
export function toneFor(before: LaneView | null, after: LaneView): Tone | null {
  if (before === null) return null
  const granted = after.screen.kind === 'thankYou' || after.screen.kind === 'welcome'
  if (granted && moves(after) && !(moves(before) && before.screen.kind === after.screen.kind)) return 'rise'
  if (refusals.includes(after.screen.kind) && before.screen.kind !== after.screen.kind) return 'fall'
  return null
}

/** Notes in Hz, one after the other. */
export const notes: Readonly<Record<Tone, readonly number[]>> = { rise: [523.25, 659.25, 783.99], fall: [392, 293.66] }
