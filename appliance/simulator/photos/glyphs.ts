/**
 * Our own stroke letters for number plates and small signs, after the published proportions of DIN 1451 (stroke = 1/7 of
 * the height). Centre lines only, so a letter can be condensed without thinning its stroke, and no font file is needed.
 * Box of a centre line: y 0 (top) to 88 (foot); the advance width is the largest x. Only M, L, C and Z with absolute pairs.
 */
const O = 'M0 24C0 10 10 0 24 0C38 0 48 10 48 24L48 64C48 78 38 88 24 88C10 88 0 78 0 64Z'
const C = 'M48 25C47 9 38 0 24 0C10 0 0 10 0 24L0 64C0 78 10 88 24 88C38 88 47 79 48 63'
const P = 'M0 88L0 0L26 0C40 0 48 10 48 25C48 40 40 50 26 50L0 50'

const strokes: Readonly<Record<string, string>> = {
  '0': 'M0 26C0 10 9 0 22 0C35 0 44 10 44 26L44 62C44 78 35 88 22 88C9 88 0 78 0 62Z',
  '1': 'M0 22L22 0L22 88',
  '2': 'M2 22C2 8 11 0 24 0C37 0 46 9 46 23C46 36 38 44 30 53L2 88L48 88',
  '3': 'M2 20C4 8 12 0 24 0C37 0 46 9 46 21C46 34 36 42 22 42C38 42 48 50 48 65C48 79 38 88 23 88C10 88 2 80 0 68',
  '4': 'M28 0L0 64L48 64M36 38L36 88',
  '5': 'M44 0L8 0L4 40C9 35 16 32 23 32C38 32 48 43 48 60C48 77 38 88 23 88C11 88 3 81 0 71',
  '6': 'M36 0C18 16 0 40 0 62C0 78 10 88 24 88C38 88 48 77 48 61C48 46 38 36 24 36C13 36 5 42 1 52',
  '7': 'M0 0L46 0L16 88',
  '8': 'M24 41C11 41 4 32 4 20C4 8 12 0 24 0C36 0 44 8 44 20C44 32 37 41 24 41C10 41 0 50 0 64C0 79 10 88 24 88C38 88 48 79 48 64C48 50 38 41 24 41Z',
  '9': 'M12 88C30 72 48 48 48 26C48 10 38 0 24 0C10 0 0 11 0 27C0 42 10 52 24 52C35 52 43 46 47 36',
  A: 'M0 88L24 0L48 88M8 60L40 60',
  B: 'M24 41L0 41M0 0L24 0C38 0 45 8 45 20C45 33 37 41 24 41C39 41 48 50 48 64C48 79 39 88 24 88L0 88Z',
  C,
  D: 'M0 0L20 0C38 0 48 11 48 28L48 60C48 77 38 88 20 88L0 88Z',
  E: 'M44 0L0 0L0 88L44 88M0 42L38 42',
  F: 'M44 0L0 0L0 88M0 44L38 44',
  G: `${C}L48 48L28 48`,
  H: 'M0 0L0 88M48 0L48 88M0 43L48 43',
  I: 'M0 0L0 88',
  J: 'M36 0L36 66C36 80 29 88 18 88C8 88 1 82 0 72',
  K: 'M0 0L0 88M46 0L0 52M17 34L48 88',
  L: 'M0 0L0 88L42 88',
  M: 'M0 88L0 0L28 54L56 0L56 88',
  N: 'M0 88L0 0L48 88L48 0',
  O,
  P,
  Q: `${O}M30 66L50 94`,
  R: `${P}M24 50L48 88`,
  S: 'M46 20C44 8 36 0 24 0C10 0 2 9 2 21C2 34 11 39 24 43C38 47 48 53 48 66C48 79 38 88 24 88C11 88 2 80 0 67',
  T: 'M0 0L48 0M24 0L24 88',
  U: 'M0 0L0 64C0 78 10 88 24 88C38 88 48 78 48 64L48 0',
  V: 'M0 0L25 88L50 0',
  W: 'M0 0L16 88L33 14L50 88L66 0',
  X: 'M0 0L48 88M48 0L0 88',
  Y: 'M0 0L25 44L50 0M25 44L25 88',
  Z: 'M2 0L46 0L0 88L48 88',
  '-': 'M0 46L22 46',
}

const widths: Readonly<Record<string, number>> = { '0': 44, '1': 22, I: 0, J: 36, L: 42, M: 56, V: 50, W: 66, Y: 50, '-': 22 }
const advance = (char: string): number => widths[char] ?? 48

/** Lettering to set: `x` is the centre of the line, `top` the cap line, all in the units of the drawing. */
export interface Lettering {
  readonly text: string
  readonly x: number
  readonly top: number
  readonly height: number
  /** horizontal squeeze of the skeletons, 1 = DIN medium */
  readonly condense?: number
  /** gap between letters and width of a space, in units of the 88-high box */
  readonly gap?: number
  readonly space?: number
  /** stroke as a share of the height */
  readonly weight?: number
  readonly colour?: string
  /** the line is squeezed further, never stretched, to stay inside */
  readonly maxWidth?: number
}

const scalePath = (path: string, sx: number, sy: number, dx: number, dy: number): string =>
  path.replace(
    /(-?[\d.]+) (-?[\d.]+)/g,
    (_, x: string, y: string) => `${(Number(x) * sx + dx).toFixed(2)} ${(Number(y) * sy + dy).toFixed(2)}`,
  )

const lineWidth = (text: string, condense: number, gap: number, space: number): number => {
  let width = -gap
  for (const char of text) width += (char === ' ' ? space - gap : advance(char) * condense) + gap
  return width
}

/** SVG of one centred line of lettering; unknown characters are skipped. */
export function lettering(line: Lettering): string {
  const { text, height, gap = 26, space = 40, weight = 1 / 7, colour = '#111' } = line
  const stroke = height * weight
  const sy = (height - stroke) / 88
  const natural = lineWidth(text, line.condense ?? 1, gap, space) * sy + stroke
  const squeeze = line.maxWidth && natural > line.maxWidth ? line.maxWidth / natural : 1
  const sx = sy * squeeze
  const condense = line.condense ?? 1
  let x = line.x - (lineWidth(text, condense, gap, space) * sx) / 2
  let path = ''
  for (const char of text) {
    if (char === ' ') {
      x += space * sx
      continue
    }
    const glyph = strokes[char]
    if (glyph) path += scalePath(glyph, sx * condense, sy, x, line.top + stroke / 2)
    x += (advance(char) * condense + gap) * sx
  }
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${stroke.toFixed(2)}" stroke-linejoin="round" stroke-linecap="butt"/>`
}
