import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import { sql } from 'drizzle-orm/sql'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

const stream = () => text({ enum: ['money', 'session', 'event', 'media'] }).notNull()
const quality = () => text('clock_quality', { enum: ['trusted', 'untrusted'] }).notNull()

/** Siblings' rows as they came, verified; `understood`: folded into the state, or of a kind this software does not know yet. */
export const peerLog = sqliteTable(
  'peer_log',
  {
    position: integer().primaryKey({ autoIncrement: true }),
    device: text().notNull(),
    stream: stream(),
    epoch: text().notNull(),
    seq: integer().notNull(),
    eventId: text('event_id').notNull(),
    kind: text().notNull(),
    v: integer().notNull(),
    wall: integer().notNull(),
    bootId: text('boot_id').notNull(),
    mono: real().notNull(),
    clockQuality: quality(),
    payload: text().notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text().notNull(),
    understood: integer({ mode: 'boolean' }).notNull(),
    /** the author's seal under this row, JSON; most rows have none: the next one that has covers them */
    seal: text(),
  },
  (t) => [
    uniqueIndex('peer_log_identity').on(t.device, t.stream, t.epoch, t.seq),
    index('peer_log_unread').on(t.position).where(sql`understood = 0`),
  ],
)

/**
 * How far each strand of a sibling is here, and how far the cloud is known to have it. `relayedTo`: the incarnation of the cloud that
 * this is about; another one, restored or new, has to be asked again.
 */
export const peerMark = sqliteTable(
  'peer_mark',
  {
    device: text().notNull(),
    epoch: text().notNull(),
    stream: stream(),
    parentEpoch: text('parent_epoch'),
    seq: integer().notNull(),
    hash: text().notNull(),
    relayed: integer().notNull().default(0),
    relayedTo: text('relayed_to'),
  },
  (t) => [primaryKey({ columns: [t.device, t.epoch, t.stream] })],
)

/** The newest comparison of a sibling's clocks with ours, for every boot of it: one instant, as both boxes read it. */
export const peerClock = sqliteTable(
  'peer_clock_reading',
  {
    device: text().notNull(),
    bootId: text('boot_id').notNull(),
    wall: integer().notNull(),
    mono: real().notNull(),
    quality: quality(),
    ourWall: integer('our_wall').notNull(),
    ourMono: real('our_mono').notNull(),
    ourBootId: text('our_boot_id').notNull(),
    doubtMs: integer('doubt_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.device, t.bootId] })],
)

/** What a sibling's clocks said when it wrote that a session began. */
export const peerStart = sqliteTable('peer_start', {
  sessionId: text('session_id').primaryKey(),
  device: text().notNull(),
  wall: integer().notNull(),
  mono: real().notNull(),
  bootId: text('boot_id').notNull(),
})

/** Every end of a session anybody has told of; `session` shows the one that counts. `claim`: the event as canonical JSON. */
export const sessionEnd = sqliteTable(
  'session_end',
  {
    claim: text().primaryKey(),
    sessionId: text('session_id').notNull(),
    presentationId: text('presentation_id'),
    laneId: text('lane_id'),
    observationId: text('observation_id'),
    actualEnd: integer('actual_end').notNull(),
    outcome: text().notNull(),
  },
  (t) => [index('session_end_session').on(t.sessionId)],
)

/** Every plate a person put right, whoever told of it; the session keeps the one that counts. */
export const plateCorrection = sqliteTable(
  'plate_correction',
  {
    claim: text().primaryKey(),
    sessionId: text('session_id').notNull(),
    plateRef: text('plate_ref').notNull(),
    at: integer().notNull(),
  },
  (t) => [index('plate_correction_session').on(t.sessionId)],
)

/** Every word of a person on what kind of vehicle a session is of; the newest counts. */
export const vehicleClaim = sqliteTable(
  'vehicle_claim',
  {
    claim: text().primaryKey(),
    sessionId: text('session_id').notNull(),
    vehicleClass: text('vehicle_class').$type<VehicleClass | 'car'>().notNull(),
    at: integer().notNull(),
  },
  (t) => [index('vehicle_claim_session').on(t.sessionId)],
)

/** Permits a sibling grants, one row a plate. */
export const peerRight = sqliteTable(
  'peer_right',
  {
    device: text().notNull(),
    rightId: text('right_id').notNull(),
    plate: text().notNull(),
    body: text({ mode: 'json' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.device, t.rightId, t.plate] }), index('peer_right_plate').on(t.plate)],
)

/** Tariff versions a sibling knows. */
export const peerRate = sqliteTable(
  'peer_rate',
  {
    device: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    body: text({ mode: 'json' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.device, t.id, t.version] })],
)

/** Merchants' books as a sibling has them from its cloud. */
export const peerBook = sqliteTable(
  'peer_book',
  {
    device: text().notNull(),
    bookId: text('book_id').notNull(),
    number: integer().notNull(),
    body: text({ mode: 'json' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.device, t.bookId] }), index('peer_book_number').on(t.number)],
)

/** Plates a sibling does not let in. */
export const peerBlocked = sqliteTable(
  'peer_blocked',
  { device: text().notNull(), plate: text().notNull(), reason: text().notNull() },
  (t) => [primaryKey({ columns: [t.device, t.plate] }), index('peer_blocked_plate').on(t.plate)],
)
