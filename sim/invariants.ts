import { type LogRow, streams } from '@gatehouse/domain/wire/event.ts'
import { GENESIS_HASH } from '@gatehouse/domain/wire/sync.ts'
import { type BoxMachine, FIRST } from './box-machine.ts'
import type { CloudMachine } from './cloud-machine.ts'
import { rowsOf } from './disk.ts'
import type { Witness } from './witness.ts'

/** Boxes and cloud as they stand, and what really happened. */
export interface Scene {
  readonly boxes: readonly BoxMachine[]
  readonly cloud: CloudMachine
  readonly witness: Witness
}
type Problems = Generator<string, void>

const isThere = ({ books }: CloudMachine, eventId: string): boolean => books.inbox.has(eventId) || books.dead.has(eventId)
const nameOf = (row: LogRow): string => `${row.stream} ${row.seq} of ${row.epoch} (${row.eventId})`

/** [Y4] "Complete until" at the moment a hello is noted: nothing up to it, by a trusted clock, is still missing. */
export function* brokenPromises({ boxes, cloud }: Scene, device: string): Problems {
  const until = cloud.books.standings.get(device)?.completeUntil ?? null
  // two boxes under one name cannot both be right: there an alarm is what is owed (Y7)
  const mine = boxes.filter((box) => box.device === device)
  if (until === null || mine.length > 1) return
  for (const box of mine) {
    for (const row of rowsOf(box.disk)) {
      if (row.clockQuality !== 'trusted' || row.wall > until || isThere(cloud, row.eventId)) continue
      yield `the cloud says complete until ${until}, and ${nameOf(row)} of ${row.wall} is not there`
    }
  }
}

/** What does not hold although everything has healed, one sentence each. */
export function* problemsAtRest(scene: Scene): Problems {
  yield* lostOrDouble(scene)
  yield* wrongMoney(scene)
  yield* brokenChains(scene)
  yield* wrongTables(scene)
  yield* unheard(scene)
  if (isUntoldTwin(scene)) yield 'two boxes run from one card, and nobody was told'
}

/** [Y7] */
const isUntoldTwin = (scene: Scene): boolean => twins(scene).some((device) => !scene.cloud.books.alerts.has(`${device} clone`))

/** names that two boxes go by */
const twins = ({ boxes }: Scene): readonly string[] => boxes.map(({ device }) => device).filter((device, i, all) => all.indexOf(device) < i)

/** There is nothing left to wait for. */
export function isSettled(scene: Scene): boolean {
  const { boxes, cloud } = scene
  const isUp = (box: BoxMachine): boolean => {
    for (const row of rowsOf(box.disk)) if (!isThere(cloud, row.eventId)) return false
    for (const { streams: of } of box.disk.epochs) for (const stream of streams) if (of[stream].acked < of[stream].headSeq) return false
    return box.sync()?.online() ?? false
  }
  return (
    !isUntoldTwin(scene) &&
    boxes.every(isUp) &&
    lostOrDouble(scene).next().done === true &&
    unheard(scene).next().done === true &&
    wrongTables(scene).next().done === true
  )
}

/** [Y1] Every row of a surviving card, and every row retention took from one, is at the cloud, once. */
function* lostOrDouble({ boxes, cloud, witness }: Scene): Problems {
  for (const box of boxes) {
    for (const row of rowsOf(box.disk)) if (!isThere(cloud, row.eventId)) yield `lost: ${nameOf(row)} of box ${box.number}`
    for (const { device, rows } of box.disk.siblings.values())
      for (const row of rows) if (!isThere(cloud, row.eventId)) yield `lost: ${nameOf(row)} of ${device}, which box ${box.number} has heard`
  }
  for (const eventId of witness.pruned) if (!isThere(cloud, eventId)) yield `lost: ${eventId}, which retention had removed`
  const names = new Set<string>()
  for (const { row } of cloud.books.inbox.values()) {
    const name = `${row.epoch} ${row.stream} ${row.seq}`
    if (names.has(name)) yield `two rows at the cloud are called ${name}`
    names.add(name)
  }
}

/** [Y10] Boxes that reach each other know each other's logs: row for row, as far as retention has left them. */
function* unheard(scene: Scene): Problems {
  const { boxes } = scene
  // two boxes under one name tell two histories: their siblings stop following, and are told why (N3)
  if (twins(scene).length > 0) return
  for (const box of boxes) {
    for (const other of boxes) {
      if (other.device === box.device) continue
      for (const { epoch, streams: of } of other.disk.epochs) {
        for (const stream of streams) {
          const { headSeq, headHash, prunedSeq } = of[stream]
          if (headSeq === prunedSeq) continue
          const here = box.disk.siblings.get(`${other.device} ${epoch} ${stream}`)
          if ((here?.seq ?? 0) < headSeq)
            yield `box ${box.number} has ${stream} of ${epoch} up to ${here?.seq ?? 0}, and ${other.device} up to ${headSeq}`
          else if (here?.seq === headSeq && here.hash !== headHash)
            yield `box ${box.number} has another ${stream} of ${epoch} than ${other.device}`
        }
      }
    }
  }
}

/** [Y2] The same money on both sides: nothing missing, nothing made up, nothing twice. */
function* wrongMoney({ boxes, cloud, witness }: Scene): Problems {
  const { payments, inbox } = cloud.books
  for (const box of boxes) {
    for (const [id, amount] of box.disk.paid) {
      if (payments.get(id) !== amount) yield `payment ${id}: ${amount} on box ${box.number}, ${payments.get(id) ?? 'nothing'} at the cloud`
    }
  }
  for (const [id, amount] of payments) if (witness.payments.get(id) !== amount) yield `payment ${id} of ${amount} was never made`
  const booked = new Map<string, number>()
  for (const { row } of inbox.values()) {
    if (row.kind !== 'payment.settled') continue
    const { paymentId, amountMinor } = row.payload as { readonly paymentId: string; readonly amountMinor: number }
    booked.set(paymentId, amountMinor)
  }
  if (sum(booked) !== sum(payments)) yield `the inbox holds ${sum(booked)}, the books ${sum(payments)}`
}

function sum(of: ReadonlyMap<string, number>): number {
  let total = 0
  for (const amount of of.values()) total += amount
  return total
}

/** [Y5] Every card's chains begin at the beginning, hold, end where its marks say, and are the cloud's. */
function* brokenChains({ boxes, cloud }: Scene): Problems {
  for (const box of boxes) {
    for (const { epoch, streams: of } of box.disk.epochs) {
      for (const stream of streams) {
        const { rows, headSeq, headHash, acked, durable, prunedSeq } = of[stream]
        let last = { seq: prunedSeq, hash: rows[0]?.prevHash ?? headHash }
        if (last.seq === 0 && last.hash !== GENESIS_HASH) yield `${stream} of ${epoch} does not begin at its beginning`
        for (const row of rows) {
          if (row.seq !== last.seq + 1 || row.prevHash !== last.hash) yield `the chain breaks at ${nameOf(row)}`
          if ((cloud.books.inbox.get(row.eventId)?.hash ?? row.hash) !== row.hash) yield `${nameOf(row)} is another row at the cloud`
          last = row
        }
        if (last.seq !== headSeq || last.hash !== headHash) yield `${stream} of ${epoch} is cut off at ${last.seq}`
        if (acked > headSeq || durable > acked) yield `${stream} of ${epoch} acknowledges what is not there`
      }
    }
  }
}

/** [Y6] Each table on each box is the cloud's, and every payment made on a phone is booked. */
function* wrongTables({ boxes, cloud }: Scene): Problems {
  for (const box of boxes) {
    for (const [table, rows] of cloud.tables()) {
      const here = box.disk.shapeRows.get(table)
      for (const key of rows.keys()) if (!here?.has(key)) yield `box ${box.number} has not heard of ${key} in ${table}`
      for (const key of here?.keys() ?? []) if (!rows.has(key)) yield `box ${box.number} still has ${key} in ${table}`
      if (table !== 'edge_v1_remote_payments' || box.device !== FIRST) continue
      for (const key of rows.keys()) if (!box.disk.paid.has(key)) yield `payment ${key} made on a phone is not booked on box ${box.number}`
    }
  }
}
