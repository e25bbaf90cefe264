import type { BoxClock } from '@gatehouse/domain/stay.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import { sql } from 'drizzle-orm/sql'
import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

const direction = () => text({ enum: ['entry', 'exit'] }).notNull()

/** A lane as its events left it. */
export const lane = sqliteTable('lane', {
  laneId: text('lane_id').primaryKey(),
  /** reasons the arm is held open, sorted */
  holds: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
  faultCode: text('fault_code'),
  faultDetail: text('fault_detail'),
  faultAt: integer('fault_at'),
  /** last report of the barrier */
  arm: text(),
  armAt: integer('arm_at'),
  passages: integer().notNull(),
  lastPassageAt: integer('last_passage_at'),
})

/** A vehicle on the arming loop; the pointers are the newest of each kind recorded about it. */
export const presentation = sqliteTable(
  'presentation',
  {
    presentationId: text('presentation_id').primaryKey(),
    laneId: text('lane_id').notNull(),
    direction: direction(),
    openedAt: integer('opened_at').notNull(),
    /** superseded: the next vehicle arrived and nothing was ever heard of this one again */
    state: text({ enum: ['open', 'passed', 'backedOut', 'superseded'] }).notNull(),
    closedAt: integer('closed_at'),
    observationId: text('observation_id'),
    decisionId: text('decision_id'),
    commandId: text('command_id'),
    quoteId: text('quote_id'),
  },
  (t) => [index('presentation_open').on(t.laneId).where(sql`state = 'open'`)],
)

/** What the camera made of a vehicle; its text and picture are references into the erasable tables. */
export const observation = sqliteTable(
  'observation',
  {
    observationId: text('observation_id').primaryKey(),
    presentationId: text('presentation_id').notNull(),
    laneId: text('lane_id').notNull(),
    direction: direction(),
    plateRef: text('plate_ref'),
    imageRef: text('image_ref'),
    confidence: real().notNull(),
    frames: real().notNull(),
    country: text(),
    at: integer().notNull(),
  },
  (t) => [index('observation_presentation').on(t.presentationId)],
)

export const decision = sqliteTable('decision', {
  decisionId: text('decision_id').primaryKey(),
  laneId: text('lane_id').notNull(),
  presentationId: text('presentation_id'),
  direction: direction(),
  result: text({ enum: ['granted', 'denied'] }).notNull(),
  basis: text().notNull(),
  sessionId: text('session_id'),
  reason: text(),
  at: integer().notNull(),
})

/** One request to move an arm; `result` is the barrier's newest answer about the opening, `closedAt` when the arm was down again. */
export const barrierCommand = sqliteTable('barrier_command', {
  commandId: text('command_id').primaryKey(),
  laneId: text('lane_id').notNull(),
  presentationId: text('presentation_id'),
  action: text({ enum: ['open'] }).notNull(),
  source: text({ enum: ['lane', 'attendant', 'cloud'] }).notNull(),
  reason: text(),
  at: integer().notNull(),
  expiresAt: integer('expires_at').notNull(),
  result: text(),
  resultReason: text('result_reason'),
  resultAt: integer('result_at'),
  closedAt: integer('closed_at'),
})

/** A driver's call for help, and who answered it. */
export const helpCall = sqliteTable('help_call', {
  helpId: text('help_id').primaryKey(),
  laneId: text('lane_id').notNull(),
  presentationId: text('presentation_id'),
  at: integer().notNull(),
  answeredAt: integer('answered_at'),
  answeredBy: text('answered_by'),
  answer: text(),
})

/** Actual use of the place by one vehicle, with what was seen at its entry and at its exit. */
export const session = sqliteTable(
  'session',
  {
    sessionId: text('session_id').primaryKey(),
    entryLaneId: text('entry_lane_id').notNull(),
    entryPresentationId: text('entry_presentation_id'),
    entryObservationId: text('entry_observation_id'),
    plateRef: text('plate_ref'),
    /** what a person put it right to; null: as it was read */
    correctedPlateRef: text('corrected_plate_ref'),
    imageRef: text('image_ref'),
    actualStart: integer('actual_start').notNull(),
    /** the clocks `actual_start` was read from */
    startClock: text('start_clock', { mode: 'json' }).$type<BoxClock>(),
    rateTableId: text('rate_table_id').notNull(),
    rateTableVersion: integer('rate_table_version').notNull(),
    rightId: text('right_id'),
    /** as the entry lane said; null: a car. A person's word (`vehicle_claim`) comes before it. */
    vehicleClass: text('vehicle_class').$type<VehicleClass>(),
    exitLaneId: text('exit_lane_id'),
    exitPresentationId: text('exit_presentation_id'),
    exitObservationId: text('exit_observation_id'),
    exitPlateRef: text('exit_plate_ref'),
    exitImageRef: text('exit_image_ref'),
    actualEnd: integer('actual_end'),
    outcome: text(),
    /** the sibling that told of it; null: this box itself */
    device: text(),
  },
  (t) => [
    index('session_inside').on(t.rightId).where(sql`actual_end is null`),
    index('session_ended').on(t.actualEnd),
    index('session_rate').on(t.rateTableId, t.rateTableVersion),
    index('session_plate').on(t.plateRef),
    index('session_corrected_plate').on(t.correctedPlateRef),
    index('session_exit_plate').on(t.exitPlateRef),
    index('session_image').on(t.imageRef),
    index('session_exit_image').on(t.exitImageRef),
  ],
)
