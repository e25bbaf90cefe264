import { COLUMNS, columnOf } from '../alphabet.ts'
import type { Emissions } from '../ctc.ts'
import type { Quad } from '../geometry.ts'
import { expectInput, openNetwork } from '../network.ts'
import type { Picture } from '../picture.ts'
import { frontCrop, quadSize, WHOLE } from '../quad.ts'
import type { ReaderCard } from './card.ts'
import type { CropReader } from './plate-networks.ts'

type SlotCard = Extract<ReaderCard, { readonly family: 'fast-plate-ocr' }>
const BORDER = 114

/**
 * fast-plate-ocr: one classification per character place ("slot"), the last ones padded. Bytes in, pixel by pixel; the network brings
 * them into range itself and reads two rows as they are.
 */
export async function openSlotReader(card: SlotCard, threads: number): Promise<CropReader> {
  const columns = slotColumns(card)
  const { img_width: width, img_height: height, max_plate_slots: slots } = card
  const channels = card.image_color_mode === 'rgb' ? 3 : 1
  const network = await openNetwork(card.file, threads, false)
  expectInput(network, 'uint8', [null, height, width, channels])
  const crop = new Uint8Array(width * height * channels)
  return {
    colour: channels === 3,
    rowByRow: false,
    async read(picture, views) {
      if (views.length === 0) return []
      const input = new Uint8Array(views.length * width * height * channels)
      for (const [n, { quad }] of views.entries()) {
        framed(picture, quad, card, channels, crop)
        input.set(crop, n * crop.length)
      }
      const each = slots * card.alphabet.length
      return network.run(input, [views.length, height, width, channels], ({ values }) => {
        if (values.length !== views.length * each)
          throw new Error(`the reader ${card.file} answered ${values.length} numbers for ${views.length} crops; its card says ${each} each`)
        return views.map((_, n) => emissions(values.subarray(n * each, (n + 1) * each), slots, columns))
      })
    },
    release: () => network.release(),
  }
}

/** The crop in the network's frame: stretched over it, or in its middle with a grey border where proportions are kept. */
function framed(picture: Picture, quad: Quad, card: SlotCard, channels: 1 | 3, crop: Uint8Array): void {
  const { img_width: width, img_height: height } = card
  if (!card.keep_aspect_ratio) {
    frontCrop(picture, quad, WHOLE(width), width, height, channels, crop)
    return
  }
  const size = quadSize(quad)
  const scale = Math.min(width / size.width, height / size.height)
  const [w, h] = [Math.max(1, Math.round(size.width * scale)), Math.max(1, Math.round(size.height * scale))]
  const inner = new Uint8Array(w * h * channels)
  frontCrop(picture, quad, WHOLE(w), w, h, channels, inner)
  crop.fill(BORDER)
  const [left, top] = [Math.floor((width - w) / 2), Math.floor((height - h) / 2)]
  for (let y = 0; y < h; y++) crop.set(inner.subarray(y * w * channels, (y + 1) * w * channels), ((y + top) * width + left) * channels)
}

/** For each class of the model the emission column it counts for: padding and what is no A–Z0–9 count as nothing. */
function slotColumns({ alphabet, pad_char, path }: SlotCard): number[] {
  if (!alphabet.includes(pad_char)) throw new Error(`the model card ${path} cannot be used: its pad_char is not in its alphabet`)
  return [...alphabet].map((char) => (char === pad_char ? 0 : columnOf(char.toUpperCase())))
}

/** A slot is a step; a sure "nothing" between two keeps equal neighbours apart, as CTC wants it. */
export function emissions(values: Float32Array, slots: number, columns: readonly number[]): Emissions {
  const steps = 2 * slots - 1
  const p = new Float32Array(steps * COLUMNS)
  for (let slot = 0; slot < slots; slot++) {
    if (slot > 0) p[(2 * slot - 1) * COLUMNS] = 1
    for (const [k, column] of columns.entries()) {
      const at = 2 * slot * COLUMNS + column
      p[at] = (p[at] as number) + (values[slot * columns.length + k] as number)
    }
  }
  return { steps, p }
}
