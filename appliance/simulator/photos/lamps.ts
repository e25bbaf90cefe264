import { disc, type Part, part, poly } from './part.ts'

/** Three families of faces, so that two cars of one body are not twins. */
export type FaceStyle = 0 | 1 | 2

export function headlamp(x: number, y: number, s: 1 | -1, style: FaceStyle, on: boolean): readonly Part[] {
  const glow = on ? 1 : 0.16
  const lens = { gloss: 0.75, height: 0.3 }
  const bulb = (dx: number, dy: number, r: number): Part => part(disc(x + s * dx, y + dy, r), '#f4f8ff', { gloss: 0.4, glow })
  const strip = (points: readonly (readonly [number, number])[]): Part =>
    part(poly(points.map(([dx, dy]) => [x + s * dx, y + dy])), '#ffffff', { glow: on ? 0.9 : 0.22 })
  const shell = (points: readonly (readonly [number, number])[]): Part =>
    part(poly(points.map(([dx, dy]) => [x + s * dx, y + dy])), '#14191c', lens)
  if (style === 0)
    return [
      shell([
        [-20, -5],
        [-18, 3],
        [16, 9],
        [19, 5],
        [15, -5],
        [-6, -8],
      ]),
      bulb(-7, -1.5, 4.2),
      bulb(5, 0.5, 4.2),
      strip([
        [-19, -4],
        [-17, 3.4],
        [16, 9],
        [16, 7.4],
        [-15, 1.6],
        [-17, -4],
      ]),
    ]
  if (style === 1)
    return [
      shell([
        [-17, -7],
        [-17, 6],
        [12, 8],
        [17, 3],
        [16, -6],
        [10, -9],
      ]),
      bulb(-6, -0.5, 5.2),
      bulb(7, -0.5, 4.4),
      strip([
        [-16, -6.6],
        [10, -8.6],
        [15, -5.6],
        [10, -7.2],
      ]),
    ]
  return [
    shell([
      [-22, 0],
      [-20, 4],
      [17, 7],
      [18, 2],
      [12, -3],
      [-20, -4],
    ]),
    bulb(-9, 0.4, 3),
    bulb(-1, 1, 3),
    bulb(7, 1.8, 3),
    strip([
      [-21, -3.6],
      [12, -3],
      [17, 2],
      [12, -1.6],
      [-20, -2],
    ]),
  ]
}

export function grille(y: number, style: FaceStyle): readonly Part[] {
  const half = [30, 38, 33][style] ?? 30
  const tall = [13, 8, 17][style] ?? 12
  const hole = part(
    poly([
      [-half, y + tall / 2],
      [half, y + tall / 2],
      [half - 6, y - tall / 2],
      [-half + 6, y - tall / 2],
    ]),
    '#07090a',
    { height: -1.5, gloss: 0.05 },
  )
  const bars = Array.from({ length: Math.floor(tall / 3.2) }, (_, i) => y + tall / 2 - 2.6 - i * 3.2).map((at) =>
    part(`M${-half + 5} ${-at}H${half - 5}`, style === 1 ? '#8d979b' : '#343b3e', { stroke: 0.9, gloss: 0.35 }),
  )
  const badge = part(disc(0, y + (style === 1 ? 0 : 1), 4.6), '#c9d2d6', { gloss: 0.8, height: 1 })
  const badgeHole = part(disc(0, y + (style === 1 ? 0 : 1), 2.6), '#20272a', { gloss: 0.5, height: 0.6 })
  return [hole, ...bars, badge, badgeHole]
}

export function tailLamp(x: number, y: number, s: 1 | -1, style: FaceStyle, on: boolean): readonly Part[] {
  const glow = on ? 0.75 : 0.1
  const at = (points: readonly (readonly [number, number])[]): string => poly(points.map(([dx, dy]) => [x + s * dx, y + dy]))
  const shells: readonly (readonly (readonly [number, number])[])[] = [
    [
      [-20, 5],
      [14, 7],
      [16, -6],
      [2, -8],
      [-18, -3],
    ],
    [
      [-8, 10],
      [11, 12],
      [14, -12],
      [-4, -13],
    ],
    [
      [-24, 4],
      [15, 5],
      [15, -5],
      [-24, -3],
    ],
  ]
  const shell = shells[style] ?? []
  return [
    part(at(shell), '#7c0d12', { gloss: 0.6, glow: glow * 0.35, height: 0.4 }),
    part(at(shell.map(([a, b]): [number, number] => [a * 0.72, b * 0.5 + 1.5])), '#ff2a24', { gloss: 0.5, glow }),
    part(
      at(
        style === 1
          ? [
              [-5, -5],
              [10, -6],
              [10, -9],
              [-4, -9],
            ]
          : [
              [-14, -1],
              [-4, -1],
              [-4, -3],
              [-14, -2.6],
            ],
      ),
      '#f0d9cf',
      { gloss: 0.6, glow: 0.08 },
    ),
  ]
}
