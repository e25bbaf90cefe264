import sharp from 'sharp'
import { giveBack } from './given-back.ts'
import { lumaOf } from './luma.ts'

/** A decoded picture, EXIF rotation applied, row by row. `scale` is its size relative to the picture as taken. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** throws where the picture was decoded without its colours */
  readonly rgb: Uint8Array
  /** its luma; worked out when first asked for */
  readonly grey: Uint8Array
  readonly scale: number
  /** gives the memory of the pixels back at once; nobody may look at them afterwards */
  release(): void
}

/** A picture of these bytes, which it owns from now on. */
export function pictureOf(width: number, height: number, rgb: Uint8Array, scale = 1): Picture {
  let grey: Uint8Array | null = null
  return {
    ...{ width, height, rgb, scale },
    get grey() {
      grey ??= lumaOf(rgb, new Uint8Array(width * height))
      return grey
    },
    release() {
      for (const pixels of grey ? [rgb, grey] : [rgb]) giveBack(pixels)
    },
  }
}

/** The same without its colours: a third of the memory, from the moment it is made. */
export function greyPictureOf(width: number, height: number, rgb: Uint8Array, scale = 1): Picture {
  const grey = lumaOf(rgb, new Uint8Array(width * height))
  giveBack(rgb)
  return {
    ...{ width, height, grey, scale },
    get rgb(): Uint8Array {
      throw new Error('this picture was decoded without its colours')
    },
    release: () => giveBack(grey),
  }
}

/** A picture nobody can read; the message is for people. Trying again with the same bytes will not help. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
}

/** Frames above this many pixels are refused before they are decoded: a camera does not send them, an attacker might. */
export const PIXEL_LIMIT = 50_000_000
/** Longer sides than this are reduced while decoding: plates stay readable and memory stays bounded. */
const WORKING_SIDE = 2_048
const PHOTO_FORMATS = ['Jpeg', 'Png', 'Webp', 'Tiff', 'Heif', 'Nsgif']

let prepared = false
/** Once per process: one decoding thread, no cache, and no loader for anything but photographs (SVG, PDF and the like stay shut). */
function prepare(): void {
  if (prepared) return
  sharp.concurrency(1)
  sharp.cache(false)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: PHOTO_FORMATS.map((format) => `VipsForeignLoad${format}`) })
  prepared = true
}

/**
 * Decodes a photograph (JPEG, PNG, WebP, TIFF, GIF, HEIF; first page of several), without its colours where nobody looks at them.
 * Rejects with a PictureError.
 */
export async function decodePicture(bytes: Uint8Array, { colour = true } = {}): Promise<Picture> {
  prepare()
  if (bytes.byteLength === 0) throw new PictureError('the image is empty (0 bytes)')
  try {
    const source = () => sharp(bytes, { limitInputPixels: PIXEL_LIMIT, failOn: 'error', sequentialRead: true, autoOrient: true })
    const reduced = source()
      .resize({ width: WORKING_SIDE, height: WORKING_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .removeAlpha()
    const { data, info } = await reduced.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    if (info.channels !== 3) throw new Error(`unexpected number of colour channels: ${info.channels}`)
    // only a picture of the longest side may have been a larger one: the others need not be opened a second time
    const whole = Math.max(info.width, info.height) < WORKING_SIDE
    const scale = whole ? 1 : info.width / (await source().metadata()).autoOrient.width
    return (colour ? pictureOf : greyPictureOf)(info.width, info.height, data, scale)
  } catch (cause) {
    throw new PictureError(reason(cause), { cause })
  }
}

function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  if (/pixel limit/i.test(text)) return `the image has more than ${PIXEL_LIMIT / 1e6} million pixels; reduce it first`
  if (/unsupported image format|blocked|not a known/i.test(text)) return 'this is not a photograph (JPEG, PNG, WebP, TIFF, GIF or HEIF)'
  return `the image is damaged or cut short (${text.split('\n')[0]?.trim()})`
}
