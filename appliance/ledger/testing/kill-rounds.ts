import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { expect } from 'vitest'
import { openLedger } from '../open.ts'
import { optionsIn } from './fixture.ts'
import { startedWriter } from './writer-process.ts'

/** a ledger lives through this many kills, then the next begins empty: checking the whole of it every time stays cheap */
const LIVES = 4

/** Kills the writer at random moments, round after round, and holds what it had acknowledged against what the file then knows. */
export async function killRounds(file: string, dir: string, rounds: number, random: () => number): Promise<number> {
  let acknowledged = 0
  let before = 0
  for (let round = 0; round < rounds; round++) {
    const home = join(dir, `life-${Math.floor(round / LIVES)}`)
    if (round % LIVES === 0) {
      mkdirSync(home)
      before = 0
    }
    const writer = await startedWriter(file, join(home, 'ledger.db'))
    await sleep(random() * 60)
    const told = await writer.kill()
    before = expectAllThere(home, told, before, `round ${round}`)
    acknowledged += told.length
  }
  return acknowledged
}

/** Returns how many rows the log has now. */
function expectAllThere(home: string, told: readonly string[], before: number, round: string): number {
  const ledger = openLedger(optionsIn(home))
  try {
    const chain = ledger.verifyChain()
    expect(chain, round).toMatchObject({ ok: true })
    expect(ledger.stateDifferences(), `${round}: state against log`).toEqual([])
    const log = readLog(join(home, 'ledger.db')).slice(before)
    expect(
      told.filter((id) => !log.includes(id)),
      `${round}: acknowledged, then lost`,
    ).toEqual([])
    expectWholeSteps(log, round)
    return before + log.length
  } finally {
    ledger.close()
  }
}

/** `record` is all or nothing: what one call wrote together is there together. */
function expectWholeSteps(log: readonly string[], round: string): void {
  const count = (kind: string): number => log.filter((id) => id.startsWith(kind)).length
  expect(count('decision.made'), `${round}: decisions without their command`).toBe(count('barrier.commanded'))
  expect(count('passage.completed'), `${round}: passages without their session`).toBe(count('session.started') + count('session.ended'))
}

function readLog(path: string): readonly string[] {
  const db = new Sqlite(path, { readonly: true })
  try {
    const rows = db.prepare<[], { line: string }>(`SELECT kind || ' ' || event_id AS line FROM log ORDER BY position`)
    return rows.all().map((row) => row.line)
  } finally {
    db.close()
  }
}
