import type { Table } from '../table.ts'
import { chargingRow } from './charging.ts'
import { choosingRow } from './choosing.ts'
import { codingRow } from './coding.ts'
import { deniedRow } from './denied.ts'
import { faultedRow } from './faulted.ts'
import { idleRow } from './idle.ts'
import { openRow } from './open.ts'
import { openingRow } from './opening.ts'
import { owingRow } from './owing.ts'
import { passingRow } from './passing.ts'
import { pendingRow } from './pending.ts'
import { readingRow } from './reading.ts'
import { searchingRow } from './searching.ts'
import { settledRow } from './settled.ts'
import { statingRow } from './stating.ts'

/** Every state's answer to every event. The compiler counts the cells. */
export const table: Table = {
  idle: idleRow,
  reading: readingRow,
  denied: deniedRow,
  choosing: choosingRow,
  searching: searchingRow,
  stating: statingRow,
  owing: owingRow,
  coding: codingRow,
  charging: chargingRow,
  pending: pendingRow,
  opening: openingRow,
  open: openRow,
  passing: passingRow,
  settled: settledRow,
  faulted: faultedRow,
}
