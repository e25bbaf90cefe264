import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'

/** A photograph of one car; in the simulation it is that car. Labels are null for a folder of real photographs. */
export interface CarPhoto {
  readonly id: string
  readonly path: string
  /** A–Z0–9 as printed on the car, what its driver knows; never shown to the box */
  readonly plate: string | null
  readonly country: string | null
  /** x, y, width, height of the plate in pixels of the photograph */
  readonly box: readonly [number, number, number, number] | null
  /** #rrggbb of the car, for the map */
  readonly paint: string
  readonly dirty: boolean
}

interface Label {
  readonly file: string
  readonly plate: string
  readonly country: string
  readonly box: readonly [number, number, number, number]
  readonly paint: string
  readonly dirty: boolean
}

const scenes = join(import.meta.dirname, 'photos', 'scenes')
const kinds = new Set(['.jpg', '.jpeg', '.png', '.webp'])
const fleetPaints = ['#8c2f39', '#2f6fb0', '#dfe3e4', '#30383b', '#6f7a7e', '#d8a21b', '#25485c', '#e7742b', '#3c4a3a', '#b9bfc1']

/** The scenes that come with the project. */
export async function renderedPhotos(): Promise<readonly CarPhoto[]> {
  const manifest = JSON.parse(await readFile(join(scenes, 'manifest.json'), 'utf8')) as { cars: readonly Label[] }
  return manifest.cars.map(({ file, ...label }) => ({ id: file, path: join(scenes, file), ...label }))
}

/** What a camera sees when nobody stands before it. */
export const emptyLane = (direction: 'entry' | 'exit'): string => join(scenes, direction === 'entry' ? 'empty-entry.jpg' : 'empty-exit.jpg')

/** Every JPEG, PNG and WebP below a folder. Throws a sentence for a person when there is none. */
export async function photosIn(folder: string): Promise<readonly CarPhoto[]> {
  const found = await stat(folder).catch(() => null)
  if (!found) throw new Error(`The photo folder ${folder} does not exist.`)
  if (!found.isDirectory()) throw new Error(`${folder} is not a folder: --photos wants a folder of photographs.`)
  const names = (await readdir(folder, { recursive: true })).filter((name) => kinds.has(extname(name).toLowerCase())).sort()
  if (names.length === 0) throw new Error(`The photo folder ${folder} holds no JPEG, PNG or WebP picture.`)
  return names.map((name, i) => ({
    id: relative(folder, join(folder, name)),
    path: join(folder, name),
    plate: null,
    country: null,
    box: null,
    paint: fleetPaints[i % fleetPaints.length] ?? '#6f7a7e',
    dirty: false,
  }))
}
