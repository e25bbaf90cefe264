import type { CameraView, Polygon } from '../lane/ports.ts'
import { lettering } from '../simulator/photos/glyphs.ts'
import type { Canvas } from './drawn-upon.ts'

const REGION = '#ffb800'
const MASK = '#d73027'

/** What a camera is asked to look at, as SVG elements: what lies outside the region is dark, masks are hatched and numbered from 1. */
export function viewDrawn({ region, masks }: CameraView, canvas: Canvas): string {
  const { width, height } = canvas
  const hatch = `<pattern id="hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="14" height="14" fill="#111" fill-opacity="0.55"/><rect width="4" height="14" fill="${MASK}"/></pattern>`
  const outside = region
    ? `<path d="M0 0H${width}V${height}H0Z${pathOf(region, canvas)}" fill="#111" fill-opacity="0.68" fill-rule="evenodd"/><path d="${pathOf(region, canvas)}" fill="none" stroke="${REGION}" stroke-width="4"/>`
    : ''
  return `<defs>${hatch}</defs>${outside}${masks.map((mask, i) => maskDrawn(mask, i + 1, canvas)).join('')}`
}

function maskDrawn(mask: Polygon, number: number, canvas: Canvas): string {
  const size = Math.max(16, canvas.width / 45)
  const middle = (k: 0 | 1) => mask.reduce((sum, point) => sum + point[k], 0) / mask.length
  const [x, y] = [middle(0) * canvas.width, middle(1) * canvas.height]
  return (
    `<path d="${pathOf(mask, canvas)}" fill="url(#hatch)" stroke="${MASK}" stroke-width="3"/>` +
    `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${size.toFixed(1)}" fill="${MASK}"/>` +
    lettering({ text: String(number), x, top: y - size / 2, height: size, colour: '#fff' })
  )
}

const pathOf = (polygon: Polygon, { width, height }: Canvas): string =>
  `M${polygon.map(([x, y]) => `${(x * width).toFixed(1)} ${(y * height).toFixed(1)}`).join('L')}Z`
