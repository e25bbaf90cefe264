import { create } from 'qrcode/lib/core/qrcode.js'

export interface QrPath {
  /** modules on a side, quiet zone included */
  readonly side: number
  /** one SVG path of all dark modules, row by row */
  readonly path: string
}

/** The standard asks for four light modules on every side. */
const QUIET = 4

/** The last one made: a conversation shows the same code on several screens. */
let last: { readonly text: string; readonly made: QrPath } | null = null

/** Error level M. Upper-case A–Z, digits and " $%*+-./:" stay in the alphanumeric mode, which gives larger modules. */
export function qrPath(text: string): QrPath {
  if (last?.text !== text) last = { text, made: makePath(text) }
  return last.made
}

function makePath(text: string): QrPath {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const runs: string[] = []
  for (let row = 0; row < modules.size; row++) {
    for (let from = 0; from < modules.size; from++) {
      if (!modules.get(row, from)) continue
      let until = from
      while (until < modules.size && modules.get(row, until)) until++
      runs.push(`M${from + QUIET} ${row + QUIET}h${until - from}v1h-${until - from}z`)
      from = until
    }
  }
  return { side: modules.size + 2 * QUIET, path: runs.join('') }
}
