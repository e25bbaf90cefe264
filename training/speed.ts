/**
 * Milliseconds of one core per network, in the runtime the box uses: `node training/speed.ts`.
 * Median of the process's own CPU time over repeated runs, one thread, so that a busy machine changes little.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'

const MODELS = join(import.meta.dirname, 'models')
const RUNS = 20
const CASES = [
  { file: 'plate-reader.onnx', what: 'one crop', dims: [1, 1, 48, 160] },
  { file: 'plate-reader.onnx', what: 'five crops', dims: [5, 1, 48, 160] },
  { file: 'plate-detector.onnx', what: '640 x 352', dims: [1, 1, 352, 640] },
  { file: 'plate-detector.onnx', what: '960 x 544', dims: [1, 1, 544, 960] },
]

async function cpuMs(session: InferenceSession, tensor: Tensor): Promise<number> {
  const input = session.inputNames[0] ?? ''
  const spent: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const before = process.cpuUsage()
    await session.run({ [input]: tensor })
    const used = process.cpuUsage(before)
    spent.push((used.user + used.system) / 1000)
  }
  return spent.sort((a, b) => a - b)[RUNS / 2] ?? Number.NaN
}

for (const { file, what, dims } of CASES) {
  if (!existsSync(join(MODELS, file))) continue
  const session = await InferenceSession.create(join(MODELS, file), { intraOpNumThreads: 1, interOpNumThreads: 1 })
  const tensor = new Tensor(
    'float32',
    Float32Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => (i % 97) / 97),
    dims,
  )
  process.stdout.write(`${file.padEnd(22)} ${what.padEnd(12)} ${(await cpuMs(session, tensor)).toFixed(1)} ms\n`)
  await session.release()
}
