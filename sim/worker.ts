import { parentPort, workerData } from 'node:worker_threads'
import { explore } from './explore.ts'
import type { Fault } from './schedule.ts'
import { product, type VariantName, variants } from './variants.ts'

/** One core's share, as `main.ts` cuts it. */
export interface Share {
  readonly from: number
  readonly schedules: number
  readonly faults: readonly Fault[]
  readonly variant: VariantName | null
}

const share = workerData as Share
const found = await explore({ ...share, variant: share.variant ? variants[share.variant] : product }, (played) => {
  parentPort?.postMessage({ played })
  return true
})
parentPort?.postMessage({ found })
