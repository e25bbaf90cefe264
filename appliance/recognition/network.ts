import { existsSync } from 'node:fs'
import ort from 'onnxruntime-node'
import { giveBack } from './given-back.ts'

/** Values for a network; bytes where the network takes them as they are. */
export type Values = Float32Array | Uint8Array
export interface Floats {
  readonly values: Float32Array
  readonly dims: readonly number[]
}

/** One ONNX network with one input. */
export interface Network {
  readonly path: string
  /** sizes of its input; a name where it takes any size */
  readonly inputShape: readonly (number | string)[]
  readonly inputType: string
  readonly outputNames: readonly string[]
  /** what `use` makes of the first output, whose memory is given back afterwards; rejects in words for people when that holds no floats */
  run<T>(input: Values, dims: readonly number[], use: (answer: Floats) => T): Promise<T>
  /** the same of several outputs of one run, in the order asked for */
  runFor<T>(input: Values, dims: readonly number[], outputs: readonly string[], use: (...answers: Floats[]) => T): Promise<T>
  release(): Promise<void>
}

/**
 * Loads a network for one picture at a time in little memory: no memory patterns, no threads that spin between pictures, and an
 * `arena` (memory kept for the next picture) only where the input keeps its size. Measured on 960×544: 245 MB of process with the
 * arena alone, 325 with patterns as well, 278 and page faults without either. Rejects when the file is missing or no usable network.
 */
export async function openNetwork(path: string, threads: number, arena: boolean): Promise<Network> {
  if (!existsSync(path)) throw new Error(`the model file ${path} is missing; install the appliance again or correct its path in site.toml`)
  const session = await ort.InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: arena,
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }).catch((cause: unknown) => {
    throw new Error(`the model file ${path} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  })
  const [input, first] = [session.inputMetadata[0], session.outputNames[0]]
  if (!input?.isTensor || !first) throw new Error(`the model file ${path} has no input or no output`)
  const runFor: Network['runFor'] = async (values, dims, outputs, use) => {
    const tensor = values instanceof Uint8Array ? new ort.Tensor('uint8', values, [...dims]) : new ort.Tensor('float32', values, [...dims])
    const results = await session.run({ [input.name]: tensor }, [...outputs])
    const answers = outputs.map((output) => {
      const result = results[output]
      if (!(result?.data instanceof Float32Array)) throw new Error(`the model file ${path} does not answer with floats`)
      return { values: result.data, dims: result.dims }
    })
    try {
      return use(...answers)
    } finally {
      for (const answer of answers) giveBack(answer.values)
    }
  }
  return {
    path,
    inputShape: input.shape,
    inputType: input.type,
    outputNames: session.outputNames,
    run: (values, dims, use) => runFor(values, dims, [first], use),
    runFor,
    release: () => session.release(),
  }
}

/** Rejects a network whose input is not what its family takes; a name or −1 in the network stands for any size. */
export function expectInput(network: Network, type: 'float32' | 'uint8', shape: readonly (number | null)[]): void {
  const fits =
    network.inputType === type &&
    network.inputShape.length === shape.length &&
    shape.every((size, i) => size === null || typeof network.inputShape[i] === 'string' || network.inputShape[i] === size)
  if (fits) return
  const wanted = shape.map((size) => size ?? 'any').join('×')
  const found = `${network.inputShape.join('×')} ${network.inputType}`
  throw new Error(
    `the model file ${network.path} takes ${found}, its card asks for ${wanted} ${type}: card and model do not belong together`,
  )
}
