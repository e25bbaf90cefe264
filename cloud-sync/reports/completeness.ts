import { type EpochMs, MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import type { BoxStanding, Completeness } from '@gatehouse/domain/wire/owner.ts'
import type { BoxRecord } from '../store/report-fleet.ts'

/** A box asks for news every 20 s; three missed in a row are silence. */
const SILENT_AFTER_MS = 2 * MINUTE_MS
/** A box with a backlog and a connection sends all the time; a pause this long means that it has sent everything. */
const DRAINED_AFTER_MS = 30 * SECOND_MS

/** Up to where a site's figures are complete, box by box, on the server's clock. */
export function completenessOf(boxes: readonly BoxRecord[], now: EpochMs): Completeness {
  const standings = boxes.map((box) => standingOf(box, now))
  const known = standings.map((s) => s.completeTo)
  const earliest = known.includes(null) ? null : Math.min(...known.map((at) => at ?? now))
  return { completeTo: boxes.length === 0 ? null : earliest, boxes: standings }
}

function standingOf(box: BoxRecord, now: EpochMs): BoxStanding {
  const lastSeen = lastContact(box)
  const silent = lastSeen === null || now - lastSeen > SILENT_AFTER_MS
  const waiting = lastSeen !== null && box.backlog > 0 && !isDrained(box, now, silent)
  const completeTo = lastSeen === null ? null : waiting ? Math.min(lastSeen, arrivedTo(box)) : silent ? lastSeen : now
  const talking = silent ? 'silent' : waiting ? 'catchingUp' : 'live'
  return {
    id: box.id,
    label: box.label ?? box.id,
    state: lastSeen === null ? 'never' : talking,
    lastSeen,
    completeTo,
    behindMs: completeTo === null ? 0 : Math.max(0, now - completeTo),
    waitingEvents: waiting ? box.backlog : 0,
    ...standingDetails(box),
    version: box.version,
    clockTrusted: box.clockQuality !== 'untrusted',
    rate: box.rate,
  }
}

/** What the box said of itself at its last hello, on the server's clock. */
function standingDetails(
  box: BoxRecord,
): Pick<BoxStanding, 'waiting' | 'oldestUnsent' | 'clockOffsetMs' | 'putAside' | 'alarms' | 'relayed' | 'money' | 'turnedAway'> {
  return {
    waiting: Object.fromEntries(Object.entries(box.backlogByStream).filter(([, rows]) => rows > 0)),
    oldestUnsent: box.oldestUnsent === null ? null : box.oldestUnsent + box.clockOffsetMs,
    clockOffsetMs: box.lastSeen === null ? null : box.clockOffsetMs,
    putAside: { deadLetters: box.deadLetters, parked: box.parked },
    alarms: box.alarms,
    relayed: box.relayed,
    money: box.money && { ...box.money, differs: box.money.differs !== null },
    turnedAway: box.turnedAway,
  }
}

/**
 * Noted contacts are written every few seconds; a batch that came in is a contact too. Not one that a sibling brought: it says nothing of
 * what the box has written since, so the figures are complete no further for it (rule S76).
 */
function lastContact(box: BoxRecord): EpochMs | null {
  const carried = box.relayed?.at ?? Number.NEGATIVE_INFINITY
  const arrivals = Object.values(box.arrived).map((a) => a.receivedAt)
  const contacts = [box.lastSeen, ...arrivals.filter((at) => at > carried)].filter((at) => at !== null)
  return contacts.length === 0 ? null : Math.max(...contacts)
}

function isDrained(box: BoxRecord, now: EpochMs, silent: boolean): boolean {
  const last = Math.max(...waitingStreams(box).map((stream) => box.arrived[stream]?.receivedAt ?? 0))
  return !silent && last > 0 && now - last > DRAINED_AFTER_MS
}

/** The slowest stream that still has something to send: everything older than its newest event is here. */
function arrivedTo(box: BoxRecord): EpochMs {
  const atHello = box.completeUntil ?? 0
  const arrived = waitingStreams(box).map((stream) => Math.max(atHello, box.arrived[stream]?.wall ?? 0))
  return Math.min(...arrived) + box.clockOffsetMs
}

function waitingStreams(box: BoxRecord): readonly string[] {
  const waiting = Object.keys(box.backlogByStream).filter((stream) => (box.backlogByStream[stream] ?? 0) > 0)
  return waiting.length > 0 ? waiting : Object.keys(box.arrived)
}
