import { basename, join } from 'node:path'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { lettering } from '../simulator/photos/glyphs.ts'
import { type Canvas, writeDrawnUpon } from './drawn-upon.ts'

/** Colours by probability; the same everywhere, and told apart by the height of the bar as well. */
const SURE = '#1a9850'
const FAIR = '#f0b429'
const POOR = '#d73027'
const colourOf = (p: number): string => (p >= 0.9 ? SURE : p >= 0.6 ? FAIR : POOR)

/**
 * Writes the picture into `folder` with what was read in it: a box around each plate, its text above, under each character a bar as high
 * as its probability, and the confidence of the whole in percent. Lettering is drawn, so no font need be installed. Returns the path.
 */
export async function explain(jpeg: Uint8Array, file: string, plates: readonly PlateRead[], folder: string, n: number): Promise<string> {
  const path = join(folder, `${String(n + 1).padStart(4, '0')}-${basename(file).replace(/\.[^.]*$/, '')}.jpg`)
  await writeDrawnUpon(jpeg, path, (canvas) => platesDrawn(plates, canvas))
  return path
}

/** The plates of a picture as SVG elements. The best one is drawn last, on top. */
export const platesDrawn = (plates: readonly PlateRead[], canvas: Canvas): string =>
  plates
    .map((plate, i) => plateDrawing(plate, canvas, i === 0))
    .reverse()
    .join('')

function plateDrawing(plate: PlateRead, { scale, width, height }: Canvas, best: boolean): string {
  const [x, y, w, h] = plate.box.map((length) => length * scale) as [number, number, number, number]
  const line = Math.max(14, Math.min(34, width / 40))
  const step = line * 0.86
  const percent = String(Math.round(plate.confidence * 100))
  const label = { w: step * (plate.text.length + 1) + step * 0.7 * percent.length + line * 0.4, h: line * 2.1 }
  const left = Math.max(0, Math.min(width - label.w, x + w / 2 - label.w / 2))
  const top = y - label.h - 6 >= 0 ? y - label.h - 6 : Math.min(height - label.h, y + h + 6)
  const chars = [...plate.text].map((char, i) => {
    const p = plate.chars[i]?.[0]?.p ?? 0
    const centre = left + line * 0.2 + step * (i + 0.5)
    const bar = Math.max(1, line * 0.55 * p)
    return (
      lettering({ text: char, x: centre, top: top + line * 0.2, height: line, condense: 0.8, colour: '#fff' }) +
      `<rect x="${(centre - step * 0.36).toFixed(1)}" y="${(top + line * 1.95 - bar).toFixed(1)}" width="${(step * 0.72).toFixed(1)}" height="${bar.toFixed(1)}" fill="${colourOf(p)}"/>`
    )
  })
  const whole = lettering({
    text: percent,
    x: left + label.w - line * 0.2 - (step * 0.7 * percent.length) / 2,
    top: top + line * 0.4,
    height: line * 0.7,
    colour: colourOf(plate.confidence),
  })
  const frame = `fill="none" stroke="${colourOf(plate.confidence)}" stroke-width="${best ? 4 : 2}"${best ? '' : ' stroke-dasharray="8 5"'}`
  return (
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" ${frame}/>` +
    `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${label.w.toFixed(1)}" height="${label.h.toFixed(1)}" rx="4" fill="#111" fill-opacity="0.85"/>` +
    chars.join('') +
    whole
  )
}
