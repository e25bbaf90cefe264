import type { Body } from './bodies.ts'
import { type Field, sample, tabulate } from './field.ts'

/** A car as a signed distance function in its own frame: x across, y up, z away from the near face. Metres. */
export interface Solid {
  readonly body: Body
  distance(x: number, y: number, z: number): number
  /** distance to the car's outline seen from above, negative under the car */
  footprint(x: number, z: number): number
  /** which part is nearest to a point on the surface */
  part(x: number, y: number, z: number): 'body' | 'tyre' | 'rim' | 'mirror' | 'under'
}

const smoothMax = (a: number, b: number, k: number): number => {
  const h = Math.max(0, k - Math.abs(a - b)) / k
  return Math.max(a, b) + h * h * k * 0.25
}

const fields = new Map<string, { side: Field; front: Field; top: Field }>()

function fieldsOf(body: Body, key: string): { side: Field; front: Field; top: Field } {
  const known = fields.get(key)
  if (known) return known
  const made = { side: tabulate(body.side, 0.05), front: tabulate(body.front, 0.05), top: tabulate(body.top, 0.06) }
  fields.set(key, made)
  return made
}

export function solidOf(body: Body, rear: boolean): Solid {
  const { side, front, top } = fieldsOf(body, `${body.kind}${rear}`)
  const half = body.width / 2
  const wr = body.wheelRadius
  const [axleA, axleB] = body.axles
  const mirrorZ = rear ? body.length - (body.kind === 'van' ? 1.0 : 1.5) : body.kind === 'van' ? 1.0 : 1.5
  const mirrorY = (rear ? Math.max(body.belt, 0.95) : body.belt) + 0.07

  const shell = (x: number, y: number, z: number): number => {
    const d = smoothMax(smoothMax(sample(side, z, y), sample(front, x, y), 0.12), sample(top, x, z), 0.16)
    const ax = Math.abs(x)
    const dz = Math.min(Math.abs(z - axleA), Math.abs(z - axleB))
    const arch = Math.max(Math.hypot(dz, y - wr) - wr - 0.055, half - 0.32 - ax)
    return smoothMax(d, -arch, 0.025)
  }
  const wheel = (x: number, y: number, z: number): number => {
    const dz = Math.min(Math.abs(z - axleA), Math.abs(z - axleB))
    const r = Math.hypot(dz, y - wr)
    return smoothMax(r - wr, Math.abs(Math.abs(x) - half + 0.135) - 0.11, 0.04)
  }
  const mirror = (x: number, y: number, z: number): number => {
    const dx = (Math.abs(x) - half - 0.035) / 0.125
    const dy = (y - mirrorY) / 0.085
    const dz = (z - mirrorZ) / 0.075
    const k = Math.sqrt(dx * dx + dy * dy + dz * dz)
    return (k - 1) * 0.075
  }
  return {
    body,
    distance(x, y, z) {
      const a = shell(x, y, z)
      const b = wheel(x, y, z)
      const c = mirror(x, y, z)
      return Math.min(a, b, c)
    },
    footprint: (x, z) => sample(top, x, z),
    part(x, y, z) {
      const a = shell(x, y, z)
      const b = wheel(x, y, z)
      const c = mirror(x, y, z)
      if (c < a && c < b) return 'mirror'
      if (b < a) {
        const dz = Math.min(Math.abs(z - axleA), Math.abs(z - axleB))
        return Math.hypot(dz, y - wr) < wr * 0.68 ? 'rim' : 'tyre'
      }
      const dz = Math.min(Math.abs(z - axleA), Math.abs(z - axleB))
      const inArch = Math.hypot(dz, y - wr) < wr + 0.075 && Math.abs(x) < half - 0.03
      return inArch || (y < body.clearance + 0.03 && Math.abs(x) < half * 0.8) ? 'under' : 'body'
    },
  }
}
