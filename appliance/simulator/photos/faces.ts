import type { Body } from './bodies.ts'
import { type FaceStyle, grille, headlamp, tailLamp } from './lamps.ts'
import { disc, mirrored, type Part, part, poly } from './part.ts'

/**
 * What is drawn on a car: lamps, glass, grille, shut lines. Two pictures of the same parts, in centimetres with y up:
 * colour (transparent = paint) and property (red: gloss, green: glow, blue: height, 128 = flush).
 */
export interface Face {
  readonly colour: string
  readonly property: string
}

const face = (box: string, width: number, height: number, parts: readonly Part[]): Face => ({
  colour: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${width}" height="${height}">${parts.map((p) => p.colour).join('')}</svg>`,
  property: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${width}" height="${height}"><rect x="-1000" y="-1000" width="3000" height="3000" fill="rgb(0,0,128)"/>${parts.map((p) => p.property).join('')}</svg>`,
})

const glassTint = '#0b1013'

function screen(body: Body): readonly Part[] {
  const w = (body.width / 2) * 100
  const taper = body.taper * 0.97
  const low = body.belt * 100 + 3
  const high = body.height * 100 - 9
  const roof = w * taper * 0.96
  const foot = w * 0.87
  const outline = `M${-foot} ${-low}Q0 ${-low + 5} ${foot} ${-low}L${roof} ${-high}Q0 ${-high - 3.5} ${-roof} ${-high}Z`
  return [part(outline, glassTint, { gloss: 0.85, height: -0.4 })]
}

function cabin(body: Body, rear: boolean): readonly Part[] {
  const low = body.belt * 100 + 4
  const rest = low + (rear ? 15 : 19)
  const seats = [-36, 36].map((x) =>
    part(`M${x - 13} ${-low}q0 -12 7 -13l1 -3h10l1 3q7 1 7 13Z${disc(x, rest, 8.5, 5.5)}`, rear ? '#12171a' : '#161c1f', {
      gloss: 0.8,
      height: -0.4,
    }),
  )
  if (rear) return seats
  const wheel = part(disc(36, low + 10, 13, 8), '#1b2123', { gloss: 0.8, height: -0.4, stroke: 2.2 })
  const wipers = part(`M-58 ${-low + 1}L-8 ${-low - 7}M0 ${-low + 1}L48 ${-low - 6}`, '#060808', { stroke: 1.4 })
  const mirror = part(`M-9 ${-(body.height * 100 - 17)}h18v5h-18Z`, '#080b0c', { gloss: 0.4, height: -0.4 })
  return [...seats, wheel, mirror, wipers]
}

function frontParts(body: Body, style: FaceStyle, lampsOn: boolean, plateY: number): readonly Part[] {
  const w = (body.width / 2) * 100
  const nose = body.side.reduce((top, [z, y]) => (z < 0.2 ? Math.max(top, y) : top), 0) * 100
  const lampY = nose - 11
  const foot = body.clearance * 100
  const lowTop = plateY * 100 - 9
  const bumper = part(`M${-w * 0.97} ${-(nose - 21)}Q0 ${-(nose - 26)} ${w * 0.97} ${-(nose - 21)}`, '#11161899', { stroke: 0.6 })
  const bonnet = part(
    `M${-w * 0.9} ${-(nose - 2)}Q${-w * 0.55} ${-(nose + 2)} ${-w * 0.42} ${-(nose - 1)}Q0 ${-(nose - 4.5)} ${w * 0.42} ${-(nose - 1)}Q${w * 0.55} ${-(nose + 2)} ${w * 0.9} ${-(nose - 2)}`,
    '#0d1112',
    { stroke: 0.7, height: -0.8 },
  )
  const intake = part(
    poly([
      [-w * 0.5, lowTop],
      [w * 0.5, lowTop],
      [w * 0.58, foot + 5],
      [-w * 0.58, foot + 5],
    ]),
    '#0a0d0e',
    { height: -1.4, gloss: 0.05 },
  )
  const lip = part(`M${-w * 0.9} ${-(foot + 2)}H${w * 0.9}`, '#15191b', { stroke: 5, gloss: 0.15 })
  const corners = mirrored((s) => [
    part(
      poly([
        [s * w * 0.67, lowTop - 1],
        [s * w * 0.9, lowTop + 3],
        [s * w * 0.88, foot + 9],
        [s * w * 0.7, foot + 7],
      ]),
      '#0d1011',
      { height: -1.2, gloss: 0.1 },
    ),
    part(disc(s * w * 0.79, lowTop - 5, 3.2), '#dfe6ea', { gloss: 0.6, glow: lampsOn ? 0.3 : 0.08 }),
  ])
  return [
    bonnet,
    bumper,
    intake,
    lip,
    ...corners,
    ...grille(nose - 14, style),
    ...mirrored((s) => headlamp(s * w * 0.72, lampY, s, style, lampsOn)),
  ]
}

function rearParts(body: Body, style: FaceStyle, lampsOn: boolean, plateY: number): readonly Part[] {
  const w = (body.width / 2) * 100
  const deck = body.belt * 100
  const foot = body.clearance * 100
  const lampY = body.kind === 'van' ? deck - 14 : deck - 16
  const bottom = Math.min(plateY * 100 - 12, deck - 40)
  const tailgate = part(`M${-w * 0.84} ${-(deck - 3)}L${-w * 0.8} ${-bottom}H${w * 0.8}L${w * 0.84} ${-(deck - 3)}`, '#0c1011', {
    stroke: 0.7,
    height: -0.8,
  })
  const recess = part(
    poly([
      [-31, plateY * 100 + 9],
      [31, plateY * 100 + 9],
      [29, plateY * 100 - 9],
      [-29, plateY * 100 - 9],
    ]),
    '#14181acc',
    { height: -0.8, gloss: 0.15 },
  )
  const handle = part(`M-14 ${-(plateY * 100 + 10)}H14`, '#c4ccd0', { stroke: 1.8, gloss: 0.7 })
  const badge = part(disc(0, deck - 7, 4.2), '#c9d2d6', { gloss: 0.8, height: 0.8 })
  const diffuser = part(
    poly([
      [-w * 0.86, foot + 15],
      [w * 0.86, foot + 15],
      [w * 0.8, foot - 2],
      [-w * 0.8, foot - 2],
    ]),
    '#0e1213',
    { gloss: 0.1, height: -0.6 },
  )
  const pipes = mirrored((s) => [
    part(disc(s * w * 0.55, foot + 5, 5.5, 3), '#aab3b7', { gloss: 0.7 }),
    part(disc(s * w * 0.55, foot + 5, 4.2, 2.1), '#050606'),
    part(`M${s * w * 0.6} ${-(foot + 19)}h${s * 14}v-3h${-s * 14}Z`, '#c01a18', { gloss: 0.4, glow: lampsOn ? 0.1 : 0.02 }),
  ])
  return [tailgate, diffuser, recess, handle, badge, ...pipes, ...mirrored((s) => tailLamp(s * w * 0.77, lampY, s, style, lampsOn))]
}

/** The near face: 200 × 200 cm around the car's middle. */
export function nearFace(body: Body, style: FaceStyle, rear: boolean, lampsOn: boolean, plateY: number): Face {
  const parts = [...screen(body), ...cabin(body, rear), ...(rear ? rearParts : frontParts)(body, style, lampsOn, plateY)]
  return face('-100 -200 200 200', 1200, 1200, parts)
}

/** The side: 560 × 220 cm, x = distance from the near end. */
export function sideFace(body: Body): Face {
  const { fromZ, untilZ } = body.sideGlass
  const z0 = fromZ * 100
  const z1 = untilZ * 100
  const low = body.belt * 100 + 2
  const high = body.height * 100 - 10
  const middle = (z0 + z1) / 2
  const glass = (a: number, b: number, ai: number, bi: number): Part =>
    part(`M${a} ${-low}L${a + ai} ${-high}H${b - bi}L${b} ${-low}Z`, glassTint, { gloss: 0.85, height: -0.3 })
  const foot = body.clearance * 100
  const seam = (x: number): Part => part(`M${x} ${-low}V${-(foot + 12)}`, '#0c1011', { stroke: 0.8, height: -0.8 })
  const grip = (x: number): Part => part(`M${x} ${-(low - 12)}h15`, '#2a3133', { stroke: 2.2, gloss: 0.5, height: 0.6 })
  return face('0 -220 560 220', 1680, 660, [
    glass(z0 - 8, middle - 3, Math.min(45, (z1 - z0) * 0.25), 0),
    glass(middle + 3, z1 + 8, 0, Math.min(45, (z1 - z0) * 0.25)),
    seam(z0 - 4),
    seam(middle),
    seam(z1 - 6),
    grip(middle - 22),
    grip(z1 - 30),
    part(`M60 ${-(foot + 4)}H${body.length * 100 - 60}`, '#121618', { stroke: 8, gloss: 0.15 }),
  ])
}
