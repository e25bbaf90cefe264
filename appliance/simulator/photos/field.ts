/**
 * Signed distance to a polygon, tabulated once: a ray marcher asks it millions of times. Metres; negative inside.
 */
export interface Field {
  readonly u0: number
  readonly v0: number
  readonly perMetre: number
  readonly width: number
  readonly height: number
  readonly table: Float32Array
}

export type Outline = readonly (readonly [u: number, v: number])[]

function segmentDistance2(u: number, v: number, a: readonly [number, number], b: readonly [number, number]): number {
  const du = b[0] - a[0]
  const dv = b[1] - a[1]
  const t = Math.min(1, Math.max(0, ((u - a[0]) * du + (v - a[1]) * dv) / (du * du + dv * dv || 1)))
  const x = u - a[0] - du * t
  const y = v - a[1] - dv * t
  return x * x + y * y
}

/** Distance to the closed outline, negative inside (even-odd). */
export function outlineDistance(outline: Outline, u: number, v: number): number {
  let best = Number.POSITIVE_INFINITY
  let inside = false
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const a = outline[i] ?? [0, 0]
    const b = outline[j] ?? [0, 0]
    best = Math.min(best, segmentDistance2(u, v, a, b))
    if (a[1] > v !== b[1] > v && u < ((b[0] - a[0]) * (v - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside ? -Math.sqrt(best) : Math.sqrt(best)
}

/** The outline shrunk by `round` and grown again, so its corners have that radius. */
export function tabulate(outline: Outline, round: number, margin = 0.35, perMetre = 64): Field {
  const us = outline.map((p) => p[0])
  const vs = outline.map((p) => p[1])
  const u0 = Math.min(...us) - margin
  const v0 = Math.min(...vs) - margin
  const width = Math.ceil((Math.max(...us) + margin - u0) * perMetre) + 2
  const height = Math.ceil((Math.max(...vs) + margin - v0) * perMetre) + 2
  const table = new Float32Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) table[y * width + x] = outlineDistance(outline, u0 + x / perMetre, v0 + y / perMetre)
  return { u0, v0, perMetre, width, height, table: round > 0 ? soften(table, width, height, Math.round(round * perMetre)) : table }
}

/** Two box blurs: rounds every edge of the shape without changing it at large. */
function soften(table: Float32Array, width: number, height: number, radius: number): Float32Array {
  const rows = boxBlur(boxBlur(table, width, height, radius, 1, width), width, height, radius, width, 1)
  return boxBlur(boxBlur(rows, width, height, radius, 1, width), width, height, radius, width, 1)
}

function boxBlur(from: Float32Array, width: number, height: number, radius: number, step: number, lineStep: number): Float32Array {
  const to = new Float32Array(from.length)
  const length = step === 1 ? width : height
  const lines = step === 1 ? height : width
  for (let line = 0; line < lines; line++)
    for (let i = 0; i < length; i++) {
      let sum = 0
      for (let k = -radius; k <= radius; k++) sum += from[line * lineStep + Math.min(length - 1, Math.max(0, i + k)) * step] ?? 0
      to[line * lineStep + i * step] = sum / (2 * radius + 1)
    }
  return to
}

/** Bilinear look-up; outside the table the edge's value. */
export function sample(field: Field, u: number, v: number): number {
  const x = Math.min(field.width - 1.001, Math.max(0, (u - field.u0) * field.perMetre))
  const y = Math.min(field.height - 1.001, Math.max(0, (v - field.v0) * field.perMetre))
  const xi = x | 0
  const yi = y | 0
  const fx = x - xi
  const fy = y - yi
  const at = yi * field.width + xi
  const t = field.table
  const a = t[at] as number
  const b = t[at + 1] as number
  const c = t[at + field.width] as number
  const d = t[at + field.width + 1] as number
  return (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy
}
