import { irradianceOf } from './light.ts'
import { FAR, marcherOf } from './march.ts'
import { look, type Picture } from './picture.ts'
import type { Block, Rgb, Setting } from './settings.ts'
import type { Solid } from './solid.ts'
import { type Camera, viewOf } from './view.ts'

/** Everything one photograph is made of. The car stands with its near face at the origin, turned by `yaw`. */
export interface Shot {
  readonly setting: Setting
  readonly solid: Solid
  readonly yaw: number
  readonly paint: { readonly colour: Rgb; readonly metallic: number }
  readonly face: { readonly colour: Picture; readonly property: Picture }
  readonly side: { readonly colour: Picture; readonly property: Picture }
  readonly plate: {
    readonly picture: Picture
    readonly width: number
    readonly height: number
    readonly y: number
    readonly tilt: number
    readonly z: number
  }
  readonly camera: Camera
}

/** 0..1, different for every grain of the floor */
const grit = (x: number, z: number): number => {
  const s = Math.sin(x * 12.9898 + z * 78.233) * 43758.5453
  return s - Math.floor(s)
}

/**
 * Traces the shot: linear RGB floats, `width` × `height`, and the corners of the plate in pixels.
 * Surroundings and lamps are met exactly; only the car is marched, and only inside its box.
 */
export function trace(shot: Shot, width: number, height: number): { pixels: Float32Array; plate: readonly (readonly [number, number])[] } {
  const { setting, solid, plate } = shot
  const body = solid.body
  const marcher = marcherOf(solid, shot.yaw)
  const { march, occlusion, underneath } = marcher
  const cos = Math.cos(shot.yaw)
  const sin = Math.sin(shot.yaw)
  const tex = new Float64Array(4)
  const prop = new Float64Array(4)
  const near = new Float64Array(4)
  const surface = { albedo: [0, 0, 0] as Rgb, gloss: 0, emit: 0 }
  const light: Rgb = [0, 0, 0]
  const irradiance = irradianceOf(setting, marcher, light)
  let hitBlock: Block | null = null
  let hitAxis: 0 | 1 | 2 = 0

  /** nearest of floor and blocks; sets hitBlock (null = floor) */
  const meetPlace = (ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): number => {
    let best = dy < -1e-6 ? -oy / dy : FAR
    hitBlock = null
    for (const block of setting.blocks) {
      let lo = 1e-4
      let hi = best
      let axis: 0 | 1 | 2 = 0
      for (let i = 0; i < 3 && lo < hi; i++) {
        const o = i === 0 ? ox : i === 1 ? oy : oz
        const d = i === 0 ? dx : i === 1 ? dy : dz
        const inv = 1 / (Math.abs(d) < 1e-9 ? 1e-9 : d)
        const a = ((block.min[i] as number) - o) * inv
        const b = ((block.max[i] as number) - o) * inv
        const first = Math.min(a, b)
        if (first > lo) {
          lo = first
          axis = i as 0 | 1 | 2
        }
        hi = Math.min(hi, Math.max(a, b))
      }
      if (lo < hi && lo > 1e-3 && lo < best) {
        best = lo
        hitBlock = block
        hitAxis = axis
      }
    }
    return best
  }

  /** radiance of the surroundings along a ray; `depth` 1 lets glossy floors mirror the car */
  const surroundings = (ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, depth: number, out: Rgb): void => {
    const t = meetPlace(ox, oy, oz, dx, dy, dz)
    if (t > 300) {
      setting.sky(dx, dy, dz, out)
      return
    }
    const block = hitBlock as Block | null
    const axis = hitAxis
    const x = ox + dx * t
    const y = oy + dy * t
    const z = oz + dz * t
    let nx = 0
    let ny = 1
    let nz = 0
    if (block) {
      block.surface(x, y, z, axis, surface)
      nx = axis === 0 ? -Math.sign(dx) : 0
      ny = axis === 1 ? -Math.sign(dy) : 0
      nz = axis === 2 ? -Math.sign(dz) : 0
    } else setting.floor(x, z, surface)
    const [ar, ag, ab] = surface.albedo
    const { gloss, emit } = surface
    const closeBy = !block && Math.abs(x) < 4 && z > -3 && z < 9
    irradiance(x, y, z, nx, ny, nz, closeBy ? occlusion(x, 0.002, z, 0, 1, 0, 0.9) * underneath(x, z) : 1, closeBy)
    let r = ar * (light[0] + emit)
    let g = ag * (light[1] + emit)
    let b = ab * (light[2] + emit)
    if (gloss > 0.03 && depth > 0 && !block) {
      const fresnel = gloss * (0.08 + 0.92 * (1 - Math.abs(dy)) ** 4)
      const mirrored: Rgb = [0, 0, 0]
      const rough = setting.rain > 0 || gloss > 0.5 ? 0.05 : 0.012
      const jx = (grit(x * 57, z * 131) - 0.5) * rough
      const jy = (grit(x * 91, z * 47) - 0.5) * rough * 2.4
      colourOf(x, 0.002, z, dx + jx, Math.max(0.01, -dy + jy), dz, 0, mirrored)
      r = r * (1 - fresnel) + mirrored[0] * fresnel
      g = g * (1 - fresnel) + mirrored[1] * fresnel
      b = b * (1 - fresnel) + mirrored[2] * fresnel
    }
    const haze = 1 - Math.exp(-Math.max(0, t - 8) * (setting.rain > 0 ? 0.014 : 0.003))
    out[0] = r * (1 - haze) + setting.above[0] * haze * 0.6
    out[1] = g * (1 - haze) + setting.above[1] * haze * 0.6
    out[2] = b * (1 - haze) + setting.above[2] * haze * 0.6
  }

  const plateNormal: Rgb = [0, Math.sin(plate.tilt), -Math.cos(plate.tilt)]
  const holder = 0.012
  /** distance to the plate along a local ray, or FAR; leaves u, v in near[0], near[1] */
  const meetPlate = (ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): number => {
    const down = dy * plateNormal[1] + dz * plateNormal[2]
    if (down > -1e-6) return FAR
    const t = ((plate.y - oy) * plateNormal[1] + (plate.z - oz) * plateNormal[2]) / down
    if (t <= 0) return FAR
    const u = (ox + dx * t) / plate.width + 0.5
    const v = 0.5 - (oy + dy * t - plate.y) / Math.cos(plate.tilt) / plate.height
    if (u < -holder / plate.width || u > 1 + holder / plate.width || v < -holder / plate.height || v > 1 + holder / plate.height) return FAR
    near[0] = u
    near[1] = v
    return t
  }

  /** radiance of car or surroundings along a ray */
  function colourOf(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, depth: number, out: Rgb): void {
    const lx = ox * cos - oz * sin
    const lz = ox * sin + oz * cos
    const ldx = dx * cos - dz * sin
    const ldz = dx * sin + dz * cos
    const t = march(ox, oy, oz, dx, dy, dz, meetPlace(ox, oy, oz, dx, dy, dz))
    const tp = meetPlate(lx, oy, lz, ldx, dy, ldz)
    if (tp < FAR && tp < t + 0.06 && tp > 0.01 && (t < FAR || depth === 1)) {
      shadePlate(ox + dx * tp, oy + dy * tp, oz + dz * tp, near[0] as number, near[1] as number, out)
      return
    }
    if (t >= FAR) surroundings(ox, oy, oz, dx, dy, dz, depth, out)
    else shadeCar(ox + dx * t, oy + dy * t, oz + dz * t, dx, dy, dz, depth, out)
  }

  function shadePlate(x: number, y: number, z: number, u: number, v: number, out: Rgb): void {
    const nx = plateNormal[2] * sin
    const nz = plateNormal[2] * cos
    irradiance(x, y, z, nx, plateNormal[1], nz, 0.92, true)
    look(plate.picture, u, v, tex)
    const a = tex[3] as number
    const back = 0.3 * (setting.lampsOn ? 1 : 0.4) // the sheeting sends the camera's own light back
    for (let i = 0; i < 3; i++) out[i] = ((tex[i] as number) * a + 0.012 * (1 - a)) * ((light[i] as number) + back * a)
  }

  function shadeCar(x: number, y: number, z: number, dx: number, dy: number, dz: number, depth: number, out: Rgb): void {
    const px = x * cos - z * sin
    const pz = x * sin + z * cos
    const e = 0.004
    const a = solid.distance(px + e, y - e, pz - e)
    const b = solid.distance(px - e, y - e, pz + e)
    const c = solid.distance(px - e, y + e, pz - e)
    const d = solid.distance(px + e, y + e, pz + e)
    let lnx = a - b - c + d
    let lny = -a - b + c + d
    let lnz = -a + b - c + d
    let norm = Math.hypot(lnx, lny, lnz) || 1
    lnx /= norm
    lny /= norm
    lnz /= norm
    const part = solid.part(px, y, pz)
    let gloss = 0.055
    let glow = 0
    let coat = 1
    let albedo: Rgb = [...shot.paint.colour]
    let tr = 0
    let tg = 0
    let tb = 0
    if (part === 'tyre' || part === 'under') {
      albedo = [0.014, 0.015, 0.016]
      coat = 0.1
    } else if (part === 'rim') {
      const axle = Math.abs(pz - body.axles[0]) < Math.abs(pz - body.axles[1]) ? body.axles[0] : body.axles[1]
      const angle = Math.atan2(y - body.wheelRadius, pz - axle)
      const spoke = Math.cos(angle * 5) > -0.1
      albedo = spoke ? [0.4, 0.41, 0.42] : [0.02, 0.02, 0.02]
      gloss = spoke ? 0.25 : 0.02
    } else if (part === 'body') {
      const sideways = Math.abs(lnx) > 0.62
      const skin = sideways ? shot.side : shot.face
      const u = sideways ? pz / 5.6 : px / 2 + 0.5
      const v = sideways ? (2.2 - y) / 2.2 : 1 - y / 2
      const visible = sideways || lnz < 0.15
      if (visible) {
        look(skin.property, u + 0.0016, v, prop)
        const hu = prop[2] as number
        look(skin.property, u - 0.0016, v, prop)
        const hl = prop[2] as number
        look(skin.property, u, v + 0.0016, prop)
        const hd = prop[2] as number
        look(skin.property, u, v - 0.0016, prop)
        const ht = prop[2] as number
        const k = 2.4
        if (sideways) lnz -= (hu - hl) * k
        else lnx -= (hu - hl) * k
        lny -= (ht - hd) * k
        norm = Math.hypot(lnx, lny, lnz) || 1
        lnx /= norm
        lny /= norm
        lnz /= norm
        look(skin.property, u, v, prop)
        look(skin.colour, u, v, tex)
        const cover = tex[3] as number
        tr = tex[0] as number
        tg = tex[1] as number
        tb = tex[2] as number
        albedo = [albedo[0] * (1 - cover) + tr * cover, albedo[1] * (1 - cover) + tg * cover, albedo[2] * (1 - cover) + tb * cover]
        gloss = gloss * (1 - cover) + ((prop[0] as number) > 0.7 ? 0.1 : (prop[0] as number) * 0.3) * cover
        coat = 1 - cover + cover * Math.min(1, (prop[0] as number) * 1.3)
        glow = (prop[1] as number) * cover
      }
    }
    const nx = lnx * cos + lnz * sin
    const nz = -lnx * sin + lnz * cos
    const open = occlusion(x, y, z, nx, lny, nz, 0.35)
    irradiance(x, y, z, nx, lny, nz, open, depth > 0)
    const facing = Math.max(0, -(dx * nx + dy * lny + dz * nz))
    const rx = dx + 2 * facing * nx
    const ry = dy + 2 * facing * lny
    const rz = dz + 2 * facing * nz
    const mirrored: Rgb = [0, 0, 0]
    surroundings(x + nx * 0.01, y + lny * 0.01, z + nz * 0.01, rx, ry, rz, 0, mirrored)
    const fresnel = (gloss + (0.9 - gloss) * (1 - facing) ** 5) * coat
    const flake = shot.paint.metallic * (part === 'body' || part === 'mirror' ? coat : 0) * 0.22
    for (let i = 0; i < 3; i++) {
      const base = albedo[i] as number
      const reflected = Math.min(mirrored[i] as number, 6) * (0.35 + 0.65 * open)
      out[i] =
        base * (light[i] as number) * (1 - fresnel) +
        reflected * fresnel +
        reflected * flake * Math.min(1, base * 2.2) +
        base * glow * 5.5 * (setting.lampsOn ? 1 : 0.55)
    }
  }

  const view = viewOf(shot.camera, width, height)
  const direction: Rgb = [0, 0, 0]
  const pixels = new Float32Array(width * height * 3)
  const out: Rgb = [0, 0, 0]
  for (let py = 0; py < height; py++)
    for (let px = 0; px < width; px++) {
      view.ray(px, py, direction)
      colourOf(...shot.camera.at, ...direction, 1, out)
      const at = (py * width + px) * 3
      pixels[at] = out[0]
      pixels[at + 1] = out[1]
      pixels[at + 2] = out[2]
    }
  const corner = (u: number, v: number): readonly [number, number] => {
    const lx = (u - 0.5) * plate.width
    const ly = plate.y + (0.5 - v) * plate.height * Math.cos(plate.tilt)
    const lz = plate.z + (0.5 - v) * plate.height * Math.sin(plate.tilt)
    return view.pixel(lx * cos + lz * sin, ly, -lx * sin + lz * cos)
  }
  return { pixels, plate: [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)] }
}
