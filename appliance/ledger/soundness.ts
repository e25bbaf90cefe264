import type Sqlite from 'better-sqlite3'
import { damaged } from './ledger-error.ts'

export interface CheckLimits {
  /** a file up to this size is checked whole */
  readonly wholeUpToBytes: number
  /** a bigger one table by table, as many as fit into this time */
  readonly budgetMs: number
  /** milliseconds that never jump */
  readonly mono: () => number
}

/** 64 MB are read and checked in about 0.2 s on a PC, 1 s on a Pi: a car must not wait for more after a power cut. */
export const openingLimits = { wholeUpToBytes: 64 * 2 ** 20, budgetMs: 700 }

/** Money and what decides it first; the log, by far the biggest, is left to `quickCheck` and to its own chain. */
const INORDER = [
  ...['meta', 'epoch', 'watermark', 'payment', 'quote', 'rate_table', 'validation', 'session', 'applied_command', 'remote_payment'],
  ...[
    'shape_position',
    'shape_row',
    'barrier_command',
    'presentation',
    'assigned_right',
    'right_plate',
    'plate',
    'observation',
    'decision',
  ],
]

/** Throws LedgerError `damaged` when what could be looked at is not sound. */
export function checkSound(sqlite: Sqlite.Database, path: string, limits: CheckLimits): void {
  if (sizeOf(sqlite) <= limits.wholeUpToBytes) refuse(quickCheck(sqlite), path)
  else checkTables(sqlite, path, limits)
}

function checkTables(sqlite: Sqlite.Database, path: string, limits: CheckLimits): void {
  const there = new Set(
    sqlite
      .prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`)
      .all()
      .map((row) => row.name),
  )
  const began = limits.mono()
  for (const table of INORDER.filter((name) => there.has(name))) {
    if (limits.mono() - began > limits.budgetMs) return
    refuse(String(sqlite.pragma(`quick_check('${table}')`, { simple: true })), path)
  }
}

/** SQLite's own check of the whole file: `ok`, or the first thing that is wrong. Takes about 2 ms per megabyte, more on a Pi. */
export const quickCheck = (sqlite: Sqlite.Database): string => String(sqlite.pragma('quick_check(1)', { simple: true }))

function refuse(found: string, path: string): void {
  if (found !== 'ok') throw damaged(path, found)
}

function sizeOf(sqlite: Sqlite.Database): number {
  const pages = Number(sqlite.pragma('page_count', { simple: true }))
  return pages * Number(sqlite.pragma('page_size', { simple: true }))
}
