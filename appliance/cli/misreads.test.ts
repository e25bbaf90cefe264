import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../ledger/open.ts'
import { observed, opened, passed, started } from '../ledger/testing/car.ts'
import { NOW, optionsIn } from '../ledger/testing/fixture.ts'
import { gatehouse } from './main.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-misreads-'))
const box = openLedger({ ...optionsIn(folder), newId: randomUUID })
beforeAll(() => {
  for (let n = 0; n < 2; n++) {
    box.record([started(`s${n}`, null, `read-${n}`, NOW)], { plates: [{ ref: `read-${n}`, text: 'MK1', country: null }] })
    const payload = { sessionId: `s${n}`, plateRef: `right-${n}`, by: 'Ana', reason: null, at: NOW }
    box.record([{ kind: 'plate.corrected', payload }], { plates: [{ ref: `right-${n}`, text: 'MKI', country: null }] })
  }
})
afterAll(() => {
  box.close()
  rmSync(folder, { recursive: true })
})

async function run(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const into = (list: string[]) => ({ write: (text: string) => list.push(text) })
  const status = await gatehouse(['misreads', ...argv], { stdout: into(out), stderr: into(err) })
  return { status, out: out.join(''), err: err.join('') }
}

describe('[E35] gatehouse misreads', () => {
  it('shows beside a running box which characters it takes for one another, and how likely that has become', async () => {
    const { status, out } = await run(folder)
    expect(status).toBe(0)
    expect(out).toContain('2 of 6 characters')
    expect(out).toMatch(/ I {5}1 +2 /)
    const told = JSON.parse((await run(folder, '--json')).out)
    expect(told).toMatchObject({ characters: 6, misread: 2, pairs: [{ written: '1', seen: 'I', count: 2 }] })
    expect(told.pairs[0].now).toBeGreaterThan(0)
  })

  it('[R39] says how many strangers a match must be clear with', async () => {
    expect((await run(folder)).out).toContain(
      "no car was read at an exit yet: a match at the exit must be clear even if 50 % of the cars were on nobody's list",
    )
    // of the last weeks as they are now: this is the one command here that looks at the clock on the wall
    const now = Date.now()
    const seen = [
      opened('out', 'out', 'exit', now),
      observed('seen', 'out', 'out', 'exit', 'plate', now),
      passed('out', 'out', 'exit', now),
    ]
    box.record(seen, { plates: [{ ref: 'plate', text: 'XY987', country: null }] })
    expect((await run(folder)).out).toContain("1 of the last 1 cars read at an exit were on nobody's list")
    expect(JSON.parse((await run(folder, '--json')).out)).toMatchObject({ exits: { cars: 1, strangers: 1, reason: null, atWorst: 0.9 } })
  })

  it('[R39] says why more cars than usual may be strangers: a list begun today, an entry that does not read', async () => {
    const path = mkdtempSync(join(folder, 'today-'))
    const today = openLedger({ ...optionsIn(path), newId: randomUUID })
    expect((await run(path)).out).toMatch(
      /90 % of the cars.*\nits list is younger than a day: cars that were inside before it are on nobody's list/,
    )
    for (let n = 0; n < 12; n++) today.record([started(`u${n}`, `in-${n}`, null, Date.now())], {})
    const { out } = await run(path)
    expect(out).toContain("12 of the last day's 12 cars came in without a plate read: look after the entry's camera")
    expect(JSON.parse((await run(path, '--json')).out).exits).toMatchObject({
      entered: 12,
      enteredUnread: 12,
      reason: 'blindEntry',
      atWorst: 0.9,
    })
    today.close()
  })

  it('says what is missing', async () => {
    expect(await run()).toMatchObject({ status: 2, err: expect.stringContaining('name the data folder') })
    expect(await run(join(folder, 'nowhere'))).toMatchObject({ status: 1, err: expect.stringContaining('there is nothing at') })
  })

  it('[E37] forgets on request, and says when nothing was learned', async () => {
    expect((await run(folder, '--forget')).out).toContain('3 counts forgotten')
    expect((await run(folder)).out).toContain('nothing learned yet')
    expect(box.misreads()).toEqual([])
  })
})
