import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { labelledPictures } from '../../appliance/recognition/evaluation/labels.ts'
import { renderedPhotos } from '../../appliance/simulator/photos.ts'
import type { Shown } from './read-all.ts'

/** The pictures of a labelled set. */
export const setOf = (folder: string): readonly Shown[] =>
  labelledPictures(folder).map((picture) => ({ ...picture, bytes: () => readFile(picture.file) }))

const PICTURE = /\.(jpe?g|png|webp)$/i

/** The pictures of a folder in which nobody can see a plate; none when the folder is not there. */
export function plateFree(folder: string): readonly Shown[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => PICTURE.test(name))
    .sort()
    .map((name) => ({ file: join(folder, name), texts: [], bytes: () => readFile(join(folder, name)) }))
}

/** What a camera of this size sends; the quality is that of common network cameras. */
const CAMERA = { width: 1_280, height: 720, quality: 85 }
const MOST_FRAMES = 120

/**
 * Frames as one camera sends them: pictures of all sets in turn, each filling 1280 × 720 and compressed again. The project's own rendered
 * cars where there is no set.
 */
export async function cameraFrames(sets: readonly (readonly Shown[])[]): Promise<readonly Shown[]> {
  const sources = sets.length > 0 ? inTurn(sets) : await rendered()
  return sources.slice(0, MOST_FRAMES).map((picture) => ({ ...picture, bytes: async () => asCamera(await picture.bytes()) }))
}

export async function rendered(): Promise<readonly Shown[]> {
  return (await renderedPhotos()).map(({ path, plate }) => ({ file: path, texts: plate ? [plate] : [], bytes: () => readFile(path) }))
}

const asCamera = ({ buffer, byteOffset, byteLength }: Uint8Array): Promise<Uint8Array> =>
  sharp(Buffer.from(buffer, byteOffset, byteLength))
    .autoOrient()
    .resize(CAMERA.width, CAMERA.height, { fit: 'cover' })
    .jpeg({ quality: CAMERA.quality })
    .toBuffer()

/** One of each set, then the next of each: no set is left out when few are taken. */
export function inTurn<T>(sets: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...sets.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => sets.flatMap((set) => set.slice(i, i + 1))).flat()
}
