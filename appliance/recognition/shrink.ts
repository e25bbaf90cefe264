/** A part of a grey picture, in whole pixels of it. */
export interface Window {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * A window of a grey picture (`across` bytes a row) reduced to `w` × `h`, never enlarged: each pixel is the mean of the area it covers,
 * 0…1, as the detector was trained with. Written into `out` with `stride` numbers a row, from its beginning.
 */
export function shrunk(grey: Uint8Array, across: number, window: Window, w: number, h: number, out: Float32Array, stride: number): void {
  const { left, top, width, height } = window
  const down = height / h
  const columns = columnEdges(width, w)
  const sums = new Float32Array(w)
  const row = new Float32Array(w)
  const share = (w * h) / (255 * width * height)
  let y = 0
  let edge = down
  for (let from = 0; from < height && y < h; from++) {
    sumColumns(grey, (top + from) * across + left, columns, row)
    if (from + 1 < edge - EPSILON) {
      for (let x = 0; x < w; x++) sums[x] = (sums[x] as number) + (row[x] as number)
      continue
    }
    // the source row that lies across the edge belongs to both sides of it
    const part = Math.min(1, edge - from)
    for (let x = 0, at = y * stride; x < w; x++, at++) {
      out[at] = ((sums[x] as number) + part * (row[x] as number)) * share
      sums[x] = (1 - part) * (row[x] as number)
    }
    y++
    edge = (y + 1) * down
  }
}

const EPSILON = 1e-6

interface Edges {
  /** the source column each edge lies in, and how far inside */
  readonly column: Int32Array
  readonly inside: Float32Array
}

function columnEdges(width: number, w: number): Edges {
  const [column, inside] = [new Int32Array(w + 1), new Float32Array(w + 1)]
  for (let x = 0; x <= w; x++) {
    const edge = (x * width) / w
    column[x] = Math.min(width - 1, Math.floor(edge))
    inside[x] = edge - (column[x] as number)
  }
  return { column, inside }
}

function sumColumns(grey: Uint8Array, base: number, { column, inside }: Edges, row: Float32Array): void {
  // no pairs of numbers in here: each would be a piece of garbage, twenty megabytes of it a picture
  let a = column[0] as number
  let before = inside[0] as number
  for (let x = 0; x < row.length; x++) {
    const b = column[x + 1] as number
    const after = inside[x + 1] as number
    let sum = (1 - before) * (grey[base + a] as number)
    for (let k = a + 1; k < b; k++) sum += grey[base + k] as number
    // an edge inside the column it began in leaves the rest of that column out
    row[x] = sum + (b > a ? after : after - 1) * (grey[base + b] as number)
    a = b
    before = after
  }
}
