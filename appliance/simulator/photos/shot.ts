import { type BodyKind, bodyOf } from './bodies.ts'
import { nearFace, sideFace } from './faces.ts'
import type { FaceStyle } from './lamps.ts'
import { pictureOf } from './picture.ts'
import { drawPlate, type PlateStyle } from './plates.ts'
import { type Rgb, type SettingName, settingOf } from './settings.ts'
import { solidOf } from './solid.ts'
import type { Shot } from './trace.ts'

/** One photograph as a person would order it. */
export interface Order {
  readonly file: string
  readonly country: PlateStyle
  /** as people see it, with spaces, dashes and (DE) the seal as `·` */
  readonly text: string
  readonly body: BodyKind
  readonly style: FaceStyle
  readonly paint: string
  readonly metallic: number
  readonly rear: boolean
  readonly setting: SettingName
  /** degrees the car stands off the lane's axis, and metres it stands left or right of it */
  readonly yaw: number
  readonly offset: number
  /** 0 clean … 1 a plate nobody can read for sure */
  readonly dirt: number
}

const linearColour = (hex: string): Rgb => {
  const at = (i: number): number => (Number.parseInt(hex.slice(i, i + 2), 16) / 255) ** 2.2
  return [at(1), at(3), at(5)]
}

const splashes = (w: number, h: number, dirt: number, random: () => number): string => {
  if (dirt <= 0) return ''
  let marks = `<rect width="${w}" height="${h}" rx="8" fill="#6b5a44" opacity="${(dirt * 0.4).toFixed(2)}"/>`
  for (let i = 0; i < 60 * dirt; i++)
    marks += `<ellipse cx="${(random() * w).toFixed(0)}" cy="${(h * (0.25 + 0.85 * random())).toFixed(0)}" rx="${(4 + random() * 26 * dirt).toFixed(0)}" ry="${(3 + random() * 13 * dirt).toFixed(0)}" fill="#5a4a36" opacity="${(0.12 + random() * 0.55 * dirt).toFixed(2)}"/>`
  return marks
}

const plateHeight = (body: BodyKind, rear: boolean): number => {
  const rears: Readonly<Record<BodyKind, number>> = { hatch: 0.62, sedan: 0.72, wagon: 0.66, suv: 0.78, van: 0.74, pickup: 0.72 }
  const fronts: Readonly<Record<BodyKind, number>> = { hatch: 0.45, sedan: 0.43, wagon: 0.44, suv: 0.55, van: 0.57, pickup: 0.58 }
  return (rear ? rears : fronts)[body]
}

/** Foremost surface of the car at a height, so the plate is screwed on it and not in it. */
function surfaceAt(distance: (x: number, y: number, z: number) => number, y: number): number {
  for (let z = -0.15; z < 0.6; z += 0.002) if (distance(0, y, z) < 0.001) return z
  return 0
}

/** Everything the tracer needs for one order. `random` decides dirt and the hand-held camera. */
export async function shotOf(order: Order, random: () => number): Promise<Shot> {
  const body = bodyOf(order.body, order.rear)
  const solid = solidOf(body, order.rear)
  const setting = settingOf(order.setting)
  const drawn = drawPlate(order.country, order.text, order.rear)
  const y = plateHeight(order.body, order.rear)
  const face = nearFace(body, order.style, order.rear, setting.lampsOn, y)
  const side = sideFace(body)
  const dirty = drawn.svg.replace('</svg>', `${splashes(drawn.widthMm, drawn.heightMm, order.dirt, random)}</svg>`)
  const texels = Math.round(drawn.widthMm * 0.86)
  return {
    setting,
    solid,
    yaw: (order.yaw * Math.PI) / 180,
    paint: { colour: linearColour(order.paint), metallic: order.metallic },
    face: { colour: await pictureOf(face.colour, 1200), property: await pictureOf(face.property, 1200, true) },
    side: { colour: await pictureOf(side.colour, 1680), property: await pictureOf(side.property, 1680, true) },
    plate: {
      picture: await pictureOf(dirty, texels),
      width: drawn.widthMm / 1000,
      height: drawn.heightMm / 1000,
      y,
      tilt: order.rear ? 0.06 : 0.03,
      z: surfaceAt(solid.distance, y) - 0.022,
    },
    camera: {
      at: [0.55 - order.offset + (random() - 0.5) * 0.2, 1.32 + (random() - 0.5) * 0.12, -4.35 + (random() - 0.5) * 0.3],
      lookAt: [
        -order.offset * 0.8 + (random() - 0.5) * 0.16,
        (order.body === 'van' || order.body === 'pickup' ? 0.84 : 0.7) + (random() - 0.5) * 0.06,
        0.4,
      ],
      halfWidth: order.body === 'van' || order.body === 'pickup' ? 0.42 : 0.37,
    },
  }
}
