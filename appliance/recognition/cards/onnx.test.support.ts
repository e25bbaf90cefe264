/**
 * Writes small ONNX files by hand (onnx.proto3, wire format of protocol buffers), so that tests can make networks with the true
 * shapes of a family without anybody's weights and without a Python toolchain.
 */
type Bytes = Uint8Array

const varint = (value: number): number[] => {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return [...bytes, Number(rest)]
}
const joined = (...parts: readonly ArrayLike<number>[]): Bytes => Uint8Array.from(parts.flatMap((part) => Array.from(part)))
const number = (field: number, value: number): Bytes => joined(varint(field << 3), varint(value))
const block = (field: number, content: ArrayLike<number>): Bytes => joined(varint((field << 3) | 2), varint(content.length), content)
const text = (field: number, value: string): Bytes => block(field, Buffer.from(value))

const FLOAT = 1
const UINT8 = 2
const INT64 = 7

function tensor(name: string, dims: readonly number[], values: Float32Array | BigInt64Array): Bytes {
  const type = values instanceof Float32Array ? FLOAT : INT64
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return joined(...dims.map((dim) => number(1, dim)), number(2, type), text(8, name), block(9, raw))
}

function valueInfo(name: string, type: 'float32' | 'uint8', dims: readonly (number | string)[]): Bytes {
  const shape = dims.map((dim) => block(1, typeof dim === 'number' ? number(1, dim) : text(2, dim)))
  const tensorType = joined(number(1, type === 'uint8' ? UINT8 : FLOAT), block(2, joined(...shape)))
  return joined(text(1, name), block(2, block(1, tensorType)))
}

export interface Node {
  readonly op: string
  readonly in: readonly string[]
  readonly out: string
  readonly ints?: Readonly<Record<string, number | readonly number[]>>
}

export interface Graph {
  readonly input: { readonly name: string; readonly type?: 'float32' | 'uint8'; readonly dims: readonly (number | string)[] }
  readonly output: { readonly name: string; readonly dims: readonly (number | string)[] }
  readonly constants: Readonly<Record<string, { readonly dims: readonly number[]; readonly values: Float32Array | BigInt64Array }>>
  readonly nodes: readonly Node[]
}

const attribute = (name: string, value: number | readonly number[]): Bytes =>
  typeof value === 'number'
    ? joined(text(1, name), number(3, value), number(20, 2))
    : joined(text(1, name), ...value.map((one) => number(8, one)), number(20, 7))

/** An ONNX file, opset 13. */
export function onnxFile({ input, output, constants, nodes }: Graph): Bytes {
  const graph = joined(
    ...nodes.map((node) =>
      block(
        1,
        joined(
          ...node.in.map((name) => text(1, name)),
          text(2, node.out),
          text(4, node.op),
          ...Object.entries(node.ints ?? {}).map(([name, value]) => block(5, attribute(name, value))),
        ),
      ),
    ),
    text(2, 'test'),
    ...Object.entries(constants).map(([name, { dims, values }]) => block(5, tensor(name, dims, values))),
    block(11, valueInfo(input.name, input.type ?? 'float32', input.dims)),
    block(12, valueInfo(output.name, 'float32', output.dims)),
  )
  return joined(number(1, 8), block(8, number(2, 13)), block(7, graph))
}

export const floats = (dims: readonly number[], values: readonly number[] | Float32Array) => ({ dims, values: Float32Array.from(values) })
export const longs = (...values: readonly number[]) => ({ dims: [values.length], values: BigInt64Array.from(values.map(BigInt)) })
