/**
 * Places a photograph is taken in: what surrounds the car and lights it. All surfaces are computed (no picture material):
 * a floor at y = 0, boxes, sky, lamps, perhaps a sun. Metres; linear RGB radiance.
 */
export type Rgb = [number, number, number]

export interface Surface {
  readonly albedo: Rgb
  /** mirror share at grazing look */
  readonly gloss: number
  readonly emit: number
}

export interface Block {
  readonly min: Rgb
  readonly max: Rgb
  surface(x: number, y: number, z: number, axis: 0 | 1 | 2, out: { albedo: Rgb; gloss: number; emit: number }): void
}

export interface Lamp {
  readonly at: Rgb
  readonly colour: Rgb
  /** throws a shadow of the car */
  readonly casts: boolean
}

export interface Setting {
  sky(x: number, y: number, z: number, out: Rgb): void
  floor(x: number, z: number, out: { albedo: Rgb; gloss: number; emit: number }): void
  readonly blocks: readonly Block[]
  readonly lamps: readonly Lamp[]
  readonly sun: { readonly to: Rgb; readonly colour: Rgb } | null
  readonly above: Rgb
  readonly below: Rgb
  readonly exposure: number
  readonly lampsOn: boolean
  readonly rain: number
  readonly grain: number
}

export type SettingName = 'garage' | 'garageWarm' | 'day' | 'overcast' | 'rain' | 'night' | 'nightRain'

const hash = (x: number, y: number): number => {
  const s = Math.sin(x * 127.1 + y * 311.7) * 43758.5453
  return s - Math.floor(s)
}
const noise = (x: number, y: number): number => {
  const xi = Math.floor(x)
  const yi = Math.floor(y)
  const u = (x - xi) * (x - xi) * (3 - 2 * (x - xi))
  const v = (y - yi) * (y - yi) * (3 - 2 * (y - yi))
  const top = hash(xi, yi) * (1 - u) + hash(xi + 1, yi) * u
  const foot = hash(xi, yi + 1) * (1 - u) + hash(xi + 1, yi + 1) * u
  return top * (1 - v) + foot * v
}
export const cloudiness = (x: number, y: number): number =>
  noise(x, y) * 0.5 + noise(x * 2.3, y * 2.3) * 0.3 + noise(x * 5.1, y * 5.1) * 0.2

const put = (out: { albedo: Rgb; gloss: number; emit: number }, r: number, g: number, b: number, gloss = 0, emit = 0): void => {
  out.albedo[0] = r
  out.albedo[1] = g
  out.albedo[2] = b
  out.gloss = gloss
  out.emit = emit
}

const stripe = (x: number, period: number, share: number): boolean => x / period - Math.floor(x / period) < share

function garageBlocks(band: Rgb): readonly Block[] {
  const wall = (x: number, y: number, z: number, axis: 0 | 1 | 2, out: { albedo: Rgb; gloss: number; emit: number }): void => {
    const along = axis === 0 ? z : x
    const dirt = 0.88 + 0.12 * cloudiness(along * 1.3, y * 1.3) - 0.14 * Math.max(0, 0.5 - y)
    if (y > 0.75 && y < 1.25) put(out, band[0] * dirt, band[1] * dirt, band[2] * dirt, 0.05)
    else if (y < 0.12) put(out, 0.06, 0.065, 0.07, 0.05)
    else put(out, 0.7 * dirt, 0.7 * dirt, 0.66 * dirt, 0.02)
  }
  const column = (_x: number, y: number, z: number, axis: 0 | 1 | 2, out: { albedo: Rgb; gloss: number; emit: number }): void => {
    if (y < 1.15) {
      const slant = y + (axis === 0 ? z : _x)
      if (stripe(slant, 0.36, 0.5)) put(out, 0.85, 0.5, 0.01, 0.08)
      else put(out, 0.02, 0.02, 0.02, 0.08)
    } else put(out, 0.62, 0.62, 0.58, 0.02)
  }
  const ceiling = (x: number, y: number, z: number, axis: 0 | 1 | 2, out: { albedo: Rgb; gloss: number; emit: number }): void => {
    const tube = axis === 1 && y < 2.7 && [-3.1, 0.2, 3.5].some((at) => Math.abs(x - at) < 0.09) && stripe(z + 0.4, 2.6, 0.62)
    if (tube) put(out, 1, 1, 1, 0, 7)
    else if (stripe(z, 2.6, 0.1)) put(out, 0.3, 0.3, 0.29)
    else put(out, 0.46, 0.46, 0.44)
  }
  const columns = [-2.75, 3.1].flatMap((x) =>
    [2.2, 7.4, 12.6].map((z): Block => ({ min: [x - 0.22, 0, z], max: [x + 0.22, 2.7, z + 0.44], surface: column })),
  )
  return [
    { min: [-30, 2.66, -20], max: [30, 3, 40], surface: ceiling },
    { min: [-30, 0, 19], max: [30, 3, 20], surface: wall },
    { min: [-6.6, 0, -20], max: [-6, 3, 20], surface: wall },
    { min: [7, 0, -20], max: [7.6, 3, 20], surface: wall },
    ...columns,
  ]
}

function garage(band: Rgb, tint: Rgb): Setting {
  const lamps = [-3.1, 0.2, 3.5].flatMap((x) =>
    [-3.2, 2, 7.2, 12.4].map((z): Lamp => ({ at: [x, 2.5, z], colour: [tint[0] * 1.5, tint[1] * 1.5, tint[2] * 1.5], casts: false })),
  )
  return {
    sky: (_x, _y, _z, out) => {
      out[0] = 0.2
      out[1] = 0.2
      out[2] = 0.2
    },
    floor: (x, z, out) => {
      const worn = 0.8 + 0.25 * cloudiness(x * 0.9, z * 0.9) + 0.05 * (hash(Math.floor(x * 90), Math.floor(z * 90)) - 0.5)
      const line = Math.abs(Math.abs(x) - 1.75) < 0.06
      if (line) put(out, 0.75 * worn, 0.52 * worn, 0.05 * worn, 0.12)
      else put(out, 0.2 * worn, 0.215 * worn, 0.21 * worn, 0.2)
    },
    blocks: garageBlocks(band),
    lamps,
    sun: null,
    above: [0.2 * tint[0], 0.2 * tint[1], 0.2 * tint[2]],
    below: [0.1, 0.1, 0.1],
    exposure: 1.15,
    lampsOn: true,
    rain: 0,
    grain: 2.2,
  }
}

function street(lit: number): readonly Block[] {
  const facade = (x: number, y: number, z: number, axis: 0 | 1 | 2, out: { albedo: Rgb; gloss: number; emit: number }): void => {
    const along = axis === 0 ? z : x
    const column = Math.floor(along / 1.9)
    const row = Math.floor(y / 3.1)
    const u = along / 1.9 - column
    const v = y / 3.1 - row
    const tone = 0.75 + 0.25 * hash(Math.floor(along / 11.4), 3)
    if (u > 0.28 && u < 0.74 && v > 0.26 && v < 0.76) {
      const on = hash(column, row + 9) < 0.4
      put(out, 0.06, 0.08, 0.1, 0.5, on ? lit : 0)
      if (on && lit > 0) put(out, 1, 0.72, 0.38, 0.2, lit)
    } else if (y < 0.7) put(out, 0.2, 0.19, 0.18)
    else put(out, 0.56 * tone, 0.47 * tone, 0.37 * tone)
  }
  const hedge = (x: number, y: number, z: number, _axis: 0 | 1 | 2, out: { albedo: Rgb; gloss: number; emit: number }): void => {
    const leaf = 0.35 + 0.9 * noise(x * 9 + y * 3, z * 9 + y * 8) * noise(x * 23, y * 23 + z * 11)
    put(out, 0.07 * leaf, 0.17 * leaf, 0.04 * leaf)
  }
  const kerb = (_x: number, _y: number, z: number, _axis: 0 | 1 | 2, out: { albedo: Rgb; gloss: number; emit: number }): void => {
    const c = stripe(z, 1, 0.02) ? 0.2 : 0.45
    put(out, c, c, c * 0.97)
  }
  return [
    { min: [-60, 0, 34], max: [60, 13, 36], surface: facade },
    { min: [-16, 0, 8], max: [-11, 9, 36], surface: facade },
    { min: [9, 0, 14], max: [16, 10, 36], surface: facade },
    { min: [-4.6, 0, -2], max: [-3.4, 1.05, 30], surface: hedge },
    { min: [2.5, 0, -20], max: [2.75, 0.14, 34], surface: kerb },
    { min: [4.4, 0, 4], max: [5.6, 1.2, 30], surface: hedge },
  ]
}

interface Weather {
  readonly wet: number
  readonly sun: Setting['sun']
  readonly zenith: Rgb
  readonly horizon: Rgb
  readonly lit: number
  readonly lamps: readonly Lamp[]
  readonly exposure: number
  readonly rain: number
  readonly grain: number
  readonly lampsOn: boolean
}

function outdoors(w: Weather): Setting {
  return {
    sky: (x, y, z, out) => {
      const t = Math.min(1, Math.max(0, y * 1.6))
      const cloud = y > 0.02 ? Math.max(0, cloudiness((x / (y + 0.15)) * 1.4 + 7, (z / (y + 0.15)) * 1.4) - 0.42) * 1.6 : 0
      for (let i = 0; i < 3; i++) {
        const base = (w.horizon[i] ?? 0) * (1 - t) + (w.zenith[i] ?? 0) * t
        out[i] = base * (1 - cloud * 0.5) + (w.horizon[i] ?? 0) * cloud * 0.75
      }
    },
    floor: (x, z, out) => {
      const grit = 0.8 + 0.4 * (hash(Math.floor(x * 110), Math.floor(z * 110)) - 0.5) + 0.25 * (cloudiness(x * 0.6, z * 0.6) - 0.5)
      const puddle = w.wet * Math.min(1, Math.max(0, (cloudiness(x * 0.7 + 3, z * 0.45) - 0.38) * 5))
      const line = Math.abs(x + 2.1) < 0.07 && stripe(z, 3, 0.6)
      const dark = 1 - 0.5 * w.wet
      if (line) put(out, 0.6 * grit * dark, 0.6 * grit * dark, 0.58 * grit * dark, 0.1 + 0.4 * w.wet)
      else put(out, 0.115 * grit * dark, 0.118 * grit * dark, 0.122 * grit * dark, 0.04 + 0.3 * w.wet + 0.6 * puddle)
    },
    blocks: street(w.lit),
    lamps: w.lamps,
    sun: w.sun,
    above: [w.zenith[0] * 0.75 + w.horizon[0] * 0.25, w.zenith[1] * 0.75 + w.horizon[1] * 0.25, w.zenith[2] * 0.75 + w.horizon[2] * 0.25],
    below: [w.horizon[0] * 0.16, w.horizon[1] * 0.155, w.horizon[2] * 0.15],
    exposure: w.exposure,
    lampsOn: w.lampsOn,
    rain: w.rain,
    grain: w.grain,
  }
}

const streetLamps: readonly Lamp[] = [
  { at: [-3, 5.2, -2.5], colour: [16, 11.5, 6.5], casts: true },
  { at: [4.5, 5.2, 9], colour: [14, 10, 5.6], casts: false },
  { at: [0.4, 2.6, -4.4], colour: [3.4, 3.6, 4], casts: false },
]

/** Builds the named place. */
export function settingOf(name: SettingName): Setting {
  switch (name) {
    case 'garage':
      return garage([0.03, 0.2, 0.11], [0.96, 1, 1.02])
    case 'garageWarm':
      return garage([0.75, 0.4, 0.02], [1.06, 1, 0.9])
    case 'day':
      return outdoors({
        wet: 0,
        sun: { to: [-0.52, 0.68, -0.52], colour: [2.7, 2.45, 2.05] },
        zenith: [0.24, 0.42, 0.8],
        horizon: [0.78, 0.86, 0.95],
        lit: 0,
        lamps: [],
        exposure: 0.6,
        rain: 0,
        grain: 1.4,
        lampsOn: false,
      })
    case 'overcast':
      return outdoors({
        wet: 0,
        sun: null,
        zenith: [0.82, 0.86, 0.92],
        horizon: [0.9, 0.92, 0.95],
        lit: 0,
        lamps: [],
        exposure: 0.72,
        rain: 0,
        grain: 1.6,
        lampsOn: true,
      })
    case 'rain':
      return outdoors({
        wet: 1,
        sun: null,
        zenith: [0.5, 0.55, 0.62],
        horizon: [0.62, 0.66, 0.7],
        lit: 0.5,
        lamps: [],
        exposure: 0.95,
        rain: 1,
        grain: 2.2,
        lampsOn: true,
      })
    case 'night':
      return outdoors({
        wet: 0.15,
        sun: null,
        zenith: [0.012, 0.016, 0.035],
        horizon: [0.05, 0.05, 0.07],
        lit: 0.9,
        lamps: streetLamps,
        exposure: 1.75,
        rain: 0,
        grain: 3.4,
        lampsOn: true,
      })
    case 'nightRain':
      return outdoors({
        wet: 1,
        sun: null,
        zenith: [0.015, 0.018, 0.035],
        horizon: [0.06, 0.06, 0.08],
        lit: 0.9,
        lamps: streetLamps,
        exposure: 1.75,
        rain: 0.8,
        grain: 3.4,
        lampsOn: true,
      })
  }
}
