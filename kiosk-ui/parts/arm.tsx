import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'

type Arm = LaneView['arm']

/** Degrees above the road: what the feedback inputs say, never what was commanded. */
export const armAngle: Readonly<Record<Arm, number>> = { closed: 0, opening: 38, open: 80, closing: 38, fault: 12, unknown: 0 }

const LENGTH = 430
const STRIPES = 6

function stripe(i: number): string {
  const from = 30 + (i * (LENGTH - 40)) / STRIPES
  const width = (LENGTH - 40) / STRIPES / 2
  return `M${-from} -17l-14 34h${-width}l14 -34z`
}

/** The barrier as it stands right now. */
export function ArmPicture({ arm }: { arm: Arm }) {
  return (
    <svg class="arm" viewBox="0 -80 600 590" aria-hidden="true" data-arm={arm}>
      <path d="M20 500h560" class="arm-road" />
      <g transform="translate(510 360)">
        <g class="arm-pole" transform={`rotate(${armAngle[arm]})`}>
          <rect x={-LENGTH} y="-17" width={LENGTH + 46} height="34" rx="6" class="arm-bar" />
          {Array.from({ length: STRIPES }, (_, i) => (
            <path key={i} d={stripe(i)} class="arm-stripe" />
          ))}
        </g>
      </g>
      <rect x="462" y="300" width="96" height="200" rx="8" class="arm-post" />
      <circle cx="510" cy="360" r="24" class="arm-hub" />
      {(arm === 'fault' || arm === 'unknown') && (
        <g class="arm-doubt">
          <circle cx="120" cy="200" r="56" />
          <text x="120" y="230" text-anchor="middle" font-size="88">
            {arm === 'fault' ? '!' : '?'}
          </text>
        </g>
      )}
    </svg>
  )
}
