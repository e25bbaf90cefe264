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
  const share = (w * h) / (255 * width * height)
  const sums = new Float32Array(width)
  let y = 0
  for (let from = 0; from < height && y < h; from++) {
    const row = (top + from) * across + left
    const edge = (y + 1) * down
    if (from + 1 < edge - EPSILON) {
      for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + (grey[row + x] as number)
      continue
    }
    // the source row that lies across the edge belongs to both sides of it
    const part = Math.min(1, edge - from)
    for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + part * (grey[row + x] as number)
    sumColumns(sums, columns, share, out, y * stride)
    for (let x = 0; x < width; x++) sums[x] = (1 - part) * (grey[row + x] as number)
    y++
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

/** Sums between each two edges, times `share`, into `out` from `at`. */
function sumColumns(sums: Float32Array, { column, inside }: Edges, share: number, out: Float32Array, at: number): void {
  // no pairs of numbers in here: each would be a piece of garbage, twenty megabytes of it a picture
  let a = column[0] as number
  let before = inside[0] as number
  for (let x = 0; x + 1 < column.length; x++) {
    const b = column[x + 1] as number
    const after = inside[x + 1] as number
    let sum = (1 - before) * (sums[a] as number)
    for (let k = a + 1; k < b; k++) sum += sums[k] as number
    // an edge inside the column it began in leaves the rest of that column out
    out[at + x] = (sum + (b > a ? after : after - 1) * (sums[b] as number)) * share
    a = b
    before = after
  }
}
