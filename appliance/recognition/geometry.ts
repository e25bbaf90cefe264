/** Plane geometry of text lines. Image coordinates: x to the right, y downwards, pixels, continuous (pixel i spans i..i+1). */
export type Point = readonly [x: number, y: number]

/** Corners of a text line in reading order: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point]

/** A rectangle turned by some angle. `ux, uy` is the unit vector along its width, the direction of reading (ux ≥ 0). */
export interface TurnedRect {
  readonly cx: number
  readonly cy: number
  readonly width: number
  readonly height: number
  readonly ux: number
  readonly uy: number
}

/** Andrew's monotone chain; the hull's corners in order, without repeating the first. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const lower = halfHull(sorted)
  const upper = halfHull(sorted.reverse())
  return [...lower.slice(0, -1), ...upper.slice(0, -1)]
}

function halfHull(ordered: readonly Point[]): Point[] {
  const chain: Point[] = []
  for (const point of ordered) {
    while (chain.length > 1 && turn(chain.at(-2) as Point, chain.at(-1) as Point, point) <= 0) chain.pop()
    chain.push(point)
  }
  return chain
}

const turn = (o: Point, a: Point, b: Point): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

/** The rectangle of least area around the points; one of its sides lies on a side of the hull (Freeman and Shapira, 1975). */
export function minAreaRect(points: readonly Point[]): TurnedRect | null {
  const hull = convexHull(points)
  if (hull.length < 3) return null
  let best: TurnedRect | null = null
  for (const [i, a] of hull.entries()) {
    const b = hull[(i + 1) % hull.length] as Point
    const rect = rectAlong(hull, b[0] - a[0], b[1] - a[1])
    if (rect && (!best || rect.width * rect.height < best.width * best.height)) best = rect
  }
  return best
}

/** The rectangle around the points whose sides run along (dx, dy), turned so that its width is the more level side. */
export function rectAlong(points: readonly Point[], dx: number, dy: number): TurnedRect | null {
  const length = Math.hypot(dx, dy)
  if (length === 0) return null
  let [ux, uy] = Math.abs(dx) >= Math.abs(dy) ? [dx / length, dy / length] : [-dy / length, dx / length]
  if (ux < 0) [ux, uy] = [-ux, -uy]
  let [u0, u1, v0, v1] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [x, y] of points) {
    const u = x * ux + y * uy
    const v = -x * uy + y * ux
    u0 = Math.min(u0, u)
    u1 = Math.max(u1, u)
    v0 = Math.min(v0, v)
    v1 = Math.max(v1, v)
  }
  const [u, v] = [(u0 + u1) / 2, (v0 + v1) / 2]
  return { cx: u * ux - v * uy, cy: u * uy + v * ux, width: u1 - u0, height: v1 - v0, ux, uy }
}

/** The rectangle grown by `dx` at both ends and `dy` above and below. */
export const grown = (rect: TurnedRect, dx: number, dy: number): TurnedRect => ({
  ...rect,
  width: Math.max(1, rect.width + 2 * dx),
  height: Math.max(1, rect.height + 2 * dy),
})

/** The band of the rectangle between two fractions of its height (0 = top, 1 = bottom). */
export function band(rect: TurnedRect, from: number, to: number): TurnedRect {
  const shift = ((from + to) / 2 - 0.5) * rect.height
  return { ...rect, cx: rect.cx - shift * rect.uy, cy: rect.cy + shift * rect.ux, height: rect.height * (to - from) }
}

export function cornersOf(rect: TurnedRect): Quad {
  const at = (u: number, v: number): Point => [rect.cx + u * rect.ux - v * rect.uy, rect.cy + u * rect.uy + v * rect.ux]
  const [a, b] = [rect.width / 2, rect.height / 2]
  return [at(-a, -b), at(a, -b), at(a, b), at(-a, b)]
}

/** The rectangle in a picture `sx` times as wide and `sy` times as high; the two factors are nearly equal, so it stays a rectangle. */
export function scaled(rect: TurnedRect, sx: number, sy: number): TurnedRect {
  const [ux, uy] = [rect.ux * sx, rect.uy * sy]
  const along = Math.hypot(ux, uy)
  const across = Math.hypot(rect.uy * sx, rect.ux * sy)
  return {
    cx: rect.cx * sx,
    cy: rect.cy * sy,
    width: rect.width * along,
    height: rect.height * across,
    ux: ux / along,
    uy: uy / along,
  }
}

/** The upright box around some corners, cut to the picture: x, y, width, height, whole pixels. */
export function uprightBox(points: readonly Point[], width: number, height: number): [number, number, number, number] {
  const clampX = (x: number) => Math.min(width, Math.max(0, Math.round(x)))
  const clampY = (y: number) => Math.min(height, Math.max(0, Math.round(y)))
  const [x0, x1] = [clampX(Math.min(...points.map((p) => p[0]))), clampX(Math.max(...points.map((p) => p[0])))]
  const [y0, y1] = [clampY(Math.min(...points.map((p) => p[1]))), clampY(Math.max(...points.map((p) => p[1])))]
  return [x0, y0, x1 - x0, y1 - y0]
}
