import { cornersOf, rectAlong, type TurnedRect } from './geometry.ts'

/** Two text lines that may be one plate; left before right, upper before lower. */
export interface Pair<L> {
  readonly kind: 'row' | 'stack'
  readonly first: L
  readonly second: L
}

/**
 * Which lines may belong together: side by side at one height (a plate cut in two by a gap or an emblem) or one above the other
 * (a two-row plate).
 */
export function pairs<L extends { readonly rect: TurnedRect }>(lines: readonly L[]): Pair<L>[] {
  const found: Pair<L>[] = []
  for (const first of lines) {
    for (const second of lines) {
      const kind = first === second ? null : relation(first.rect, second.rect)
      if (kind) found.push({ kind, first, second })
    }
  }
  return found
}

function relation(a: TurnedRect, b: TurnedRect): Pair<never>['kind'] | null {
  const ratio = a.height / b.height
  if (ratio < 0.55 || ratio > 1.8) return null
  const height = (a.height + b.height) / 2
  const [dx, dy] = [b.cx - a.cx, b.cy - a.cy]
  const along = dx * a.ux + dy * a.uy
  const across = -dx * a.uy + dy * a.ux
  if (across > 0.6 * height && across < 1.7 * height && Math.abs(along) < 0.4 * Math.max(a.width, b.width)) return 'stack'
  const gap = along - (a.width + b.width) / 2
  return Math.abs(across) < 0.3 * height && gap > -0.5 * height && gap < 1.3 * height ? 'row' : null
}

/** One rectangle around both lines, along their common direction. */
export function around(a: TurnedRect, b: TurnedRect): TurnedRect {
  return rectAlong([...cornersOf(a), ...cornersOf(b)], a.ux + b.ux, a.uy + b.uy) ?? a
}

/** Share of the smaller upright box that lies inside the other. */
export function overlap(a: readonly [number, number, number, number], b: readonly [number, number, number, number]): number {
  const w = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  return w > 0 && h > 0 ? (w * h) / Math.max(1, Math.min(a[2] * a[3], b[2] * b[3])) : 0
}
