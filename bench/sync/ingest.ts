import { signedFetch } from '../../appliance/identity/signed-fetch.ts'
import { toIngestRequest } from '../../appliance/sync/batch.ts'
import { type CloudClient, cloudClient } from '../../appliance/sync/cloud-client.ts'
import { streams } from '../../domain/wire/event.ts'
import type { IngestRequest } from '../../domain/wire/sync.ts'
import type { BenchCloud } from './cloud-process.ts'
import { type EnrolledBox, enrol, enrolledBox } from './enrolled.ts'
import { openBenchLedger, weekClock, writeCars } from './written-day.ts'

const FULL_BATCH = 500

export interface IngestRun {
  readonly events: number
  readonly seconds: number
  /** CPU seconds of each process during the run */
  readonly cloudCpu: number
  readonly postgresCpu: number
  readonly clientCpu: number
}

export interface Backlog {
  readonly box: EnrolledBox
  /** for each stream, its batches in order, as the box's own code makes them */
  readonly queues: readonly (readonly IngestRequest[])[]
}

/** What `boxes` boxes have to send, `eventsEach` events each. */
export function writeBacklogs(name: string, boxes: number, eventsEach: number): readonly Backlog[] {
  return Array.from({ length: boxes }, (_, i) => {
    const box = enrolledBox(`${name}-${i}`, `${name}-${i}`)
    return { box, queues: queuesOf(box, eventsEach) }
  })
}

function queuesOf({ id, site }: EnrolledBox, events: number): Backlog['queues'] {
  const time = weekClock()
  const ledger = openBenchLedger(':memory:', id, site, time)
  writeCars(ledger, time, events)
  const queues = streams.map((stream) => {
    const requests: IngestRequest[] = []
    for (let batch = ledger.pending(stream, FULL_BATCH); batch; batch = ledger.pending(stream, FULL_BATCH)) {
      requests.push(toIngestRequest(ledger, batch))
      const seq = batch.rows.at(-1)?.seq ?? 0
      ledger.acknowledge(stream, batch.epoch, seq, seq)
    }
    return requests
  })
  ledger.close()
  return queues
}

/** Boxes that bring whole backlogs at once: every stream of every box sends its batches one after the other, as push does, signed. */
export async function measureIngest(cloud: BenchCloud, backlogs: readonly Backlog[]): Promise<IngestRun> {
  await enrol(
    cloud.databaseUrl,
    backlogs.map(({ box }) => box),
  )
  const queues = backlogs.flatMap(({ box, queues }) => {
    const signing = signedFetch({ fetch, signer: () => box.signer, now: Date.now })
    const client = cloudClient({ url: cloud.url, token: null, fetch: signing, now: Date.now, timeoutMs: 60_000 })
    return queues.map((requests) => ({ client, requests }))
  })
  const before = { ...cloud.cpu(), client: process.cpuUsage(), at: performance.now() }
  const events = await Promise.all(queues.map(({ client, requests }) => sendAll(client, requests)))
  const seconds = (performance.now() - before.at) / 1000
  const [after, mine] = [cloud.cpu(), process.cpuUsage(before.client)]
  return {
    events: events.reduce((a, b) => a + b, 0),
    seconds,
    cloudCpu: after.cloud - before.cloud,
    postgresCpu: after.postgres - before.postgres,
    clientCpu: (mine.user + mine.system) / 1e6,
  }
}

async function sendAll(client: CloudClient, requests: readonly IngestRequest[]): Promise<number> {
  let events = 0
  for (const request of requests) {
    const answer = await client.ingest(request, AbortSignal.timeout(120_000))
    if (answer.kind !== 'ok') throw new Error(`the cloud did not take a batch: ${JSON.stringify(answer)}`)
    if (answer.value.acked !== request.rows.at(-1)?.seq || answer.value.rejected.length > 0)
      throw new Error(`the cloud put events aside: ${JSON.stringify(answer.value.rejected.slice(0, 3))}`)
    events += request.rows.length
  }
  return events
}
