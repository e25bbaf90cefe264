import type { PlateView } from '@gatehouse/domain/wire/kiosk.ts'
import { fitsCountry } from './plate-groups.ts'
import { PLATE_HEIGHT, type PlacedCharacter, placeCharacters, textField } from './plate-layout.ts'
import { type PlateStyle, plateStyle } from './plate-style.ts'

interface PlateProps {
  readonly plate: PlateView
  /** the place's own country: used when the reader named none and the text fits it */
  readonly home: string | null
  /** what a screen reader says */
  readonly label: string
}

/** A number plate as its country makes it, with characters the camera was not sure of visibly unsure. */
export function Plate({ plate, home, label }: PlateProps) {
  const country = plate.country ?? (home !== null && fitsCountry(plate.text, home) ? home : null)
  const style = plateStyle(country)
  return (
    <svg class="plate" role="img" aria-label={label} viewBox={`0 0 ${style.width} ${PLATE_HEIGHT}`} data-country={country ?? ''}>
      <rect
        x="1.5"
        y="1.5"
        width={style.width - 3}
        height={PLATE_HEIGHT - 3}
        rx="10"
        fill={style.ground}
        stroke={style.ink}
        stroke-width="3"
      />
      <Furniture style={style} />
      {placeCharacters(plate, country, style).map((placed) => (
        <Character key={placed.x} placed={placed} style={style} />
      ))}
    </svg>
  )
}

/** Bold capitals of the page's face are 0.69 em high and about 0.66 em wide; real plates are narrower. */
const CAP = 0.69
const WIDTH = 0.7

function Character({ placed, style }: { placed: PlacedCharacter; style: PlateStyle }) {
  const field = textField(style)
  const tall = field.bottom - field.top
  const cap = Math.min(tall * 0.8, placed.between ? tall : placed.width * 1.75)
  const size = cap / CAP
  const narrow = placed.between ? 0.8 : Math.min(0.86, (placed.width * 0.92) / (size * WIDTH))
  const base = (field.top + field.bottom + cap) / 2
  return (
    <g>
      {placed.unsure && <UnsureMark placed={placed} top={field.top} bottom={field.bottom} />}
      <text
        class="plate-text"
        transform={`translate(${placed.x} ${base}) scale(${narrow} 1)`}
        font-size={size}
        fill={style.ink}
        text-anchor="middle"
        opacity={placed.unsure ? 0.62 : 1}
      >
        {placed.char}
      </text>
    </g>
  )
}

/** Shape and colour together: a dashed amber box with a question mark at its corner. */
function UnsureMark({ placed, top, bottom }: { placed: PlacedCharacter; top: number; bottom: number }) {
  const left = placed.x - placed.width / 2 + 1
  return (
    <>
      <rect class="plate-unsure" x={left} y={top} width={placed.width - 2} height={bottom - top} rx="6" />
      <circle cx={placed.x + placed.width / 2 - 9} cy={top + 9} r="11" fill="#0d1b1e" />
      <text class="plate-text" x={placed.x + placed.width / 2 - 9} y={top + 15} font-size="17" fill="#ffb800" text-anchor="middle">
        ?
      </text>
    </>
  )
}

function Furniture({ style }: { style: PlateStyle }) {
  switch (style.kind) {
    case 'band':
    case 'india':
      return <SideBand style={style} />
    case 'mercosur':
      return (
        <>
          <path d={topStrip(style.width, 28)} fill={style.band} />
          <text class="plate-text" x={style.width / 2} y="23" font-size="18" fill={style.bandInk} text-anchor="middle" letter-spacing="3">
            {style.mark}
          </text>
        </>
      )
    case 'us':
      return (
        <>
          <path d={topStrip(style.width, 18)} fill={style.band} />
          {[30, style.width - 30].map((x) => (
            <ellipse key={x} cx={x} cy="104" rx="7" ry="2.5" fill={style.band} opacity="0.45" />
          ))}
        </>
      )
    case 'plain':
      return null
  }
}

const topStrip = (width: number, height: number) => `M3 ${height}V11a8 8 0 0 1 8-8h${width - 22}a8 8 0 0 1 8 8v${height - 11}z`
const leftStrip = 'M46 3H11a8 8 0 0 0-8 8v88a8 8 0 0 0 8 8h35z'

function SideBand({ style }: { style: PlateStyle }) {
  return (
    <>
      <path d={leftStrip} fill={style.band} />
      {style.twin && <path d={leftStrip} fill={style.band} transform={`translate(${style.width} 0) scale(-1 1)`} />}
      {style.stars && <StarRing ink="#ffd617" />}
      <text
        class="plate-text"
        x="24.5"
        y={style.stars ? 96 : 66}
        font-size={style.mark.length > 2 ? 19 : 28}
        fill={style.bandInk}
        text-anchor="middle"
      >
        {style.mark}
      </text>
    </>
  )
}

function StarRing({ ink }: { ink: string }) {
  const angles = Array.from({ length: 12 }, (_, i) => (i * Math.PI) / 6)
  // Two engines do not agree on the last digit of a sine, and the box paints this too.
  const at = (middle: number, offset: number) => Math.round((middle + 14 * offset) * 100) / 100
  return (
    <g fill={ink}>
      {angles.map((angle) => (
        <circle key={angle} cx={at(24.5, Math.sin(angle))} cy={at(34, -Math.cos(angle))} r="2.6" />
      ))}
    </g>
  )
}
