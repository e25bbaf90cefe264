import type { Solid } from './solid.ts'

export const FAR = 1e9

/** Meets the car, turned by `yaw` at the origin, with rays of the world. Only inside its box is anything marched. */
export interface Marcher {
  /** how far along the ray the car is, or FAR */
  march(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, limit: number): number
  /** 0 = dark … 1 = lit; penumbra after Quilez */
  shadow(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, softness: number): number
  /** 1 = open … 0 = shut in, within `reach` metres of the car */
  occlusion(x: number, y: number, z: number, nx: number, ny: number, nz: number, reach: number): number
  /** the floor below a car sees only its underside */
  underneath(x: number, z: number): number
}

export function marcherOf(solid: Solid, yaw: number): Marcher {
  const { body } = solid
  const cos = Math.cos(yaw)
  const sin = Math.sin(yaw)
  const half = body.width / 2 + 0.22
  let enter = 0
  let leave = 0

  const distance = (x: number, y: number, z: number): number => solid.distance(x * cos - z * sin, y, x * sin + z * cos)

  /** the stretch of a local ray inside the car's box */
  const clip = (ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): boolean => {
    enter = 0
    leave = FAR
    for (let i = 0; i < 3; i++) {
      const o = i === 0 ? ox : i === 1 ? oy : oz
      const d = i === 0 ? dx : i === 1 ? dy : dz
      const lo = i === 0 ? -half : i === 1 ? 0 : -0.16
      const hi = i === 0 ? half : i === 1 ? body.height + 0.08 : body.length + 0.16
      if (Math.abs(d) < 1e-9) {
        if (o < lo || o > hi) return false
        continue
      }
      const a = (lo - o) / d
      const b = (hi - o) / d
      enter = Math.max(enter, Math.min(a, b))
      leave = Math.min(leave, Math.max(a, b))
    }
    return enter < leave
  }

  const march = (ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, limit: number): number => {
    const lx = ox * cos - oz * sin
    const lz = ox * sin + oz * cos
    const ldx = dx * cos - dz * sin
    const ldz = dx * sin + dz * cos
    if (!clip(lx, oy, lz, ldx, dy, ldz)) return FAR
    let t = enter
    const end = Math.min(leave, limit)
    for (let i = 0; i < 140 && t < end; i++) {
      const d = solid.distance(lx + ldx * t, oy + dy * t, lz + ldz * t)
      if (d < 0.0006) return t
      t += Math.max(0.0012, d * 0.8)
    }
    return FAR
  }

  const shadow = (ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, softness: number): number => {
    const lx = ox * cos - oz * sin
    const lz = ox * sin + oz * cos
    const ldx = dx * cos - dz * sin
    const ldz = dx * sin + dz * cos
    if (!clip(lx, oy, lz, ldx, dy, ldz)) return 1
    let lit = 1
    let t = Math.max(0.02, enter)
    for (let i = 0; i < 48 && t < leave; i++) {
      const d = solid.distance(lx + ldx * t, oy + dy * t, lz + ldz * t)
      if (d < 0.0008) return 0
      lit = Math.min(lit, (softness * d) / t)
      t += Math.max(0.02, d)
    }
    return lit
  }

  const occlusion = (x: number, y: number, z: number, nx: number, ny: number, nz: number, reach: number): number => {
    let dark = 0
    let weight = 0.55
    for (let i = 1; i <= 5; i++) {
      const h = (reach * i * i) / 25
      dark += weight * Math.max(0, 1 - Math.max(0, distance(x + nx * h, y + ny * h, z + nz * h)) / h)
      weight *= 0.72
    }
    return Math.max(0, 1 - dark * 0.62)
  }

  const underneath = (x: number, z: number): number => {
    const t = Math.min(1, Math.max(0, (solid.footprint(x * cos - z * sin, x * sin + z * cos) + 0.42) / 0.7))
    return 0.06 + 0.94 * t * t * (3 - 2 * t)
  }

  return { march, shadow, occlusion, underneath }
}
