type Points = readonly (readonly [x: number, y: number])[]

/** Area inside a closed line of points, in the square of their unit (shoelace formula). */
export const areaOf = (points: Points): number =>
  Math.abs(edges(points).reduce((sum, [[ax, ay], [bx, by]]) => sum + ax * by - bx * ay, 0)) / 2

/** Whether two of its edges that are no neighbours cross or touch. */
export function crossesItself(points: Points): boolean {
  const sides = edges(points)
  return sides.some((one, i) => sides.some((other, j) => j > i + 1 && !(i === 0 && j === sides.length - 1) && touching(one, other)))
}

type Point = Points[number]
type Edge = readonly [Point, Point]
const edges = (points: Points): Edge[] => points.map((point, i) => [point, points[(i + 1) % points.length] as Point])

function touching([a, b]: Edge, [c, d]: Edge): boolean {
  const side = (p: Point, q: Point, r: Point) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
}
