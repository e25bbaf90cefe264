import type { Outline } from './field.ts'

/**
 * Car bodies as three outlines whose intersection is the car: from the side, from the front, from above. Metres; the face
 * turned to the camera lies at z = 0, the car reaches away from it to z = length; y = 0 is the floor.
 */
export type BodyKind = 'hatch' | 'sedan' | 'wagon' | 'suv' | 'van' | 'pickup'

export interface Body {
  readonly kind: BodyKind
  readonly length: number
  readonly width: number
  readonly height: number
  /** lower edge of the glass, and where the glass starts (bottom) and ends (top) along z, as seen from the near face */
  readonly belt: number
  readonly glass: { readonly bottomZ: number; readonly topZ: number }
  readonly sideGlass: { readonly fromZ: number; readonly untilZ: number }
  readonly side: Outline
  readonly front: Outline
  readonly top: Outline
  readonly wheelRadius: number
  readonly axles: readonly [number, number]
  readonly clearance: number
  /** half width of the roof as a share of the half width of the body */
  readonly taper: number
}

interface Shape {
  readonly length: number
  readonly width: number
  readonly height: number
  readonly clearance: number
  /** height of the bonnet's leading edge and of its rear end; z of its rear end, of the roof's front and rear, of the glass's foot */
  readonly nose: number
  readonly cowl: number
  readonly cowlZ: number
  readonly roofZ: number
  readonly roofEndZ: number
  readonly rearGlassZ: number
  readonly deck: number
  readonly wheelRadius: number
  /** half width of the roof as a share of the half width of the body */
  readonly taper: number
}

const shapes: Readonly<Record<BodyKind, Shape>> = {
  hatch: {
    length: 4.05,
    width: 1.78,
    height: 1.46,
    clearance: 0.12,
    nose: 0.76,
    cowl: 0.97,
    cowlZ: 0.95,
    roofZ: 1.72,
    roofEndZ: 3.3,
    rearGlassZ: 3.86,
    deck: 0.98,
    wheelRadius: 0.32,
    taper: 0.78,
  },
  sedan: {
    length: 4.65,
    width: 1.83,
    height: 1.43,
    clearance: 0.11,
    nose: 0.74,
    cowl: 0.95,
    cowlZ: 1.2,
    roofZ: 2.05,
    roofEndZ: 3.05,
    rearGlassZ: 3.85,
    deck: 1.02,
    wheelRadius: 0.33,
    taper: 0.77,
  },
  wagon: {
    length: 4.7,
    width: 1.83,
    height: 1.47,
    clearance: 0.11,
    nose: 0.75,
    cowl: 0.96,
    cowlZ: 1.18,
    roofZ: 2.0,
    roofEndZ: 4.1,
    rearGlassZ: 4.52,
    deck: 1.0,
    wheelRadius: 0.33,
    taper: 0.78,
  },
  suv: {
    length: 4.5,
    width: 1.89,
    height: 1.68,
    clearance: 0.17,
    nose: 0.92,
    cowl: 1.1,
    cowlZ: 1.0,
    roofZ: 1.7,
    roofEndZ: 3.85,
    rearGlassZ: 4.3,
    deck: 1.1,
    wheelRadius: 0.37,
    taper: 0.81,
  },
  van: {
    length: 4.9,
    width: 1.94,
    height: 1.92,
    clearance: 0.14,
    nose: 0.95,
    cowl: 1.18,
    cowlZ: 0.68,
    roofZ: 1.45,
    roofEndZ: 4.7,
    rearGlassZ: 4.84,
    deck: 1.15,
    wheelRadius: 0.34,
    taper: 0.87,
  },
  pickup: {
    length: 5.2,
    width: 1.92,
    height: 1.78,
    clearance: 0.21,
    nose: 1.0,
    cowl: 1.14,
    cowlZ: 1.2,
    roofZ: 1.85,
    roofEndZ: 3.1,
    rearGlassZ: 3.35,
    deck: 1.08,
    wheelRadius: 0.39,
    taper: 0.82,
  },
}

const sideOutline = (s: Shape): Outline => [
  [0.1, s.clearance],
  [0.0, s.clearance + 0.16],
  [0.02, s.nose - 0.2],
  [0.1, s.nose],
  [s.cowlZ * 0.55, (s.nose + s.cowl) / 2 + 0.05],
  [s.cowlZ, s.cowl],
  [s.roofZ, s.height - 0.04],
  [(s.roofZ + s.roofEndZ) / 2, s.height],
  [s.roofEndZ, s.height - 0.05],
  [s.rearGlassZ, s.deck],
  [s.length - 0.06, s.deck - 0.04],
  [s.length, s.deck - 0.28],
  [s.length - 0.02, s.clearance + 0.2],
  [s.length - 0.14, s.clearance],
]

const frontOutline = (s: Shape): Outline => {
  const w = s.width / 2
  const half: [number, number][] = [
    [w * 0.94, s.clearance],
    [w, s.clearance + 0.2],
    [w, s.cowl - 0.2],
    [w * 0.965, s.cowl],
    [w * s.taper, s.height - 0.02],
    [w * s.taper * 0.6, s.height + 0.02],
  ]
  return [...half, ...half.map(([x, y]): [number, number] => [-x, y]).reverse()]
}

const topOutline = (s: Shape): Outline => {
  const w = s.width / 2
  const half: [number, number][] = [
    [w * 0.45, -0.06],
    [w * 0.78, 0.04],
    [w * 0.95, 0.3],
    [w, 0.8],
    [w, s.length - 0.8],
    [w * 0.95, s.length - 0.25],
    [w * 0.8, s.length - 0.01],
    [w * 0.45, s.length + 0.05],
  ]
  return [...half, ...half.map(([x, z]): [number, number] => [-x, z]).reverse()]
}

/** The body with its front (or, turned round, its rear) towards the camera. */
export function bodyOf(kind: BodyKind, rear: boolean): Body {
  const s = shapes[kind]
  const flip = (z: number): number => (rear ? s.length - z : z)
  const frontAxle = 0.86
  const rearAxle = s.length - 0.82
  return {
    kind,
    length: s.length,
    width: s.width,
    height: s.height,
    belt: rear ? s.deck : s.cowl,
    glass: rear ? { bottomZ: flip(s.rearGlassZ), topZ: flip(s.roofEndZ) } : { bottomZ: s.cowlZ, topZ: s.roofZ },
    sideGlass: {
      fromZ: Math.min(flip(s.cowlZ + 0.35), flip(s.rearGlassZ - 0.3)),
      untilZ: Math.max(flip(s.cowlZ + 0.35), flip(s.rearGlassZ - 0.3)),
    },
    side: sideOutline(s).map(([z, y]): [number, number] => [flip(z), y]),
    front: frontOutline(s),
    top: topOutline(s).map(([x, z]): [number, number] => [x, flip(z)]),
    wheelRadius: s.wheelRadius,
    axles: rear ? [flip(rearAxle), flip(frontAxle)] : [frontAxle, rearAxle],
    clearance: s.clearance,
    taper: s.taper,
  }
}
