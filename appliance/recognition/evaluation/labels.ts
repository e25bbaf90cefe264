import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface LabelledPicture {
  readonly file: string
  /** every plate the picture shows; empty when it shows none */
  readonly texts: readonly string[]
}

/**
 * The pictures of a set: `labels.tsv` (a heading, then `file x y w h text`, tab separated) beside the folder `images`, or beside the
 * pictures themselves. Pictures without a line show no plate. Throws one sentence when the folder is no set.
 */
export function labelledPictures(folder: string): LabelledPicture[] {
  const list = join(folder, 'labels.tsv')
  const images = existsSync(join(folder, 'images')) ? join(folder, 'images') : folder
  if (!existsSync(list)) throw new Error(`${folder} has no labels.tsv (a heading, then lines of file, x, y, w, h, text, tab separated)`)
  const rows = readFileSync(list, 'utf8').trim().split(/\r?\n/).slice(1)
  const byFile = Map.groupBy(
    rows.map((row) => row.split('\t')),
    (cells) => cells[0] ?? '',
  )
  return [...byFile].map(([file, cells]) => ({ file: join(images, file), texts: cells.map((cell) => cell[5] ?? '').filter(Boolean) }))
}
