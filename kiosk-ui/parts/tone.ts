import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'

/** The ground of the whole screen. Colour never speaks alone: each has its own shape and words. */
export type Tone = 'paper' | 'asphalt' | 'go' | 'stop' | 'amber'

export function toneOf({ screen, arm }: Pick<LaneView, 'screen' | 'arm'>): Tone {
  switch (screen.kind) {
    case 'attract':
    case 'reading':
      return 'asphalt'
    case 'welcome':
    case 'thankYou':
      return arm === 'fault' ? 'amber' : 'go'
    case 'denied':
      return 'stop'
    case 'held':
    case 'settled':
      return 'go'
    case 'paymentFailed':
    case 'fault':
      return 'amber'
    case 'yourCar':
    case 'exitCode':
    case 'paying':
    case 'notFound':
    case 'search':
    case 'honesty':
    case 'payElsewhere':
      return 'paper'
  }
}
