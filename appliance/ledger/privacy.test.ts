import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { DAY_MS, HOUR_MS } from '@gatehouse/domain/time.ts'
import { verifyChain } from '@gatehouse/domain/wire/chain.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { describe, expect, it } from 'vitest'
import { imageFolder } from './image-store.ts'
import { inspectLedger } from './inspect.ts'
import type { Ledger } from './ledger.ts'
import { sha256Hex } from './log.ts'
import { observed, opened as presented, settled, started } from './testing/car.ts'
import { inMemory, NOW, opened } from './testing/fixture.ts'

const plate = (ref: string) => ({ ref, text: `WXSECRET${ref}`, country: 'DE' })
const picture = (ref: string) => ({ ref, jpeg: new TextEncoder().encode(`JPEGSECRET${ref}`), takenAt: NOW })

/** One car's stay: entry and exit seen, plates and pictures kept. */
function stay(ledger: Ledger, n: number, outcome: 'paid' | 'attendant' | null, endedAt = NOW): void {
  const session = started(`s${n}`, `in${n}`, `pl${n}`, NOW)
  ledger.record(
    [
      observed(`oi${n}`, `in${n}`, 'in', 'entry', `pl${n}`, NOW, `im${n}`),
      { ...session, payload: { ...session.payload, imageRef: `im${n}` } } as DomainEvent,
      observed(`oo${n}`, `out${n}`, 'out', 'exit', `px${n}`, NOW, `ix${n}`),
    ],
    { plates: [plate(`pl${n}`), plate(`px${n}`)], images: [picture(`im${n}`), picture(`ix${n}`)] },
  )
  if (outcome === null) return
  const end = { sessionId: `s${n}`, presentationId: `out${n}`, laneId: 'out', observationId: `oo${n}`, actualEnd: endedAt, outcome }
  ledger.record([{ kind: 'session.ended', payload: end }])
}
const evidence = (ledger: Ledger) =>
  (ledger.pending('event', 500)?.rows ?? [])
    .filter((row) => row.kind === 'personal.erased')
    .map((row) => row.payload as Record<string, unknown>)
/** every byte of every file beside and of the ledger */
const bytesOf = (path: string): string =>
  readdirSync(join(path, '..'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

const fileOf = (ledger: string, name: string): string => join(`${ledger}-images`, name.slice(0, 2), `${name}.jpg`)

describe('erasing', () => {
  it('[E26] takes the text and the picture out of every file, and the chain stays whole', () => {
    const it = opened()
    stay(it.ledger, 1, null)
    expect(bytesOf(it.options.path)).toContain('WXSECRETpl1')
    expect([it.ledger.erase({ plateRef: 'pl1' }), it.ledger.erase({ plateRef: 'px1' })]).toEqual([true, true])
    expect([it.ledger.erase({ imageRef: 'im1' }), it.ledger.erase({ imageRef: 'ix1' })]).toEqual([true, true])
    expect(bytesOf(it.options.path)).not.toMatch(/WXSECRET|JPEGSECRET/)
    expect(it.ledger.verifyChain()).toMatchObject({ ok: true })
    expect(it.ledger.sessionInside('s1')).toMatchObject({ plate: null, session: { plateRef: 'pl1' } })
    expect(it.ledger.image('im1')).toBeNull()
    expect(it.again().verifyChain()).toMatchObject({ ok: true })
  })

  it('[E26] writes evidence by reference, once; a second time there is nothing to erase', () => {
    const { ledger } = inMemory()
    stay(ledger, 1, null)
    expect(ledger.erase({ plateRef: 'pl1' })).toBe(true)
    expect(ledger.erase({ plateRef: 'pl1' })).toBe(false)
    expect(ledger.erase({ imageRef: 'nothing' })).toBe(false)
    expect(evidence(ledger)).toEqual([{ policy: 'request', action: 'erased', plateRefs: ['pl1'], imageRefs: [], at: NOW }])
  })

  it('[E26] cannot be undone by recording the reference again', () => {
    const { ledger } = inMemory()
    stay(ledger, 1, null)
    ledger.erase({ plateRef: 'pl1' })
    ledger.erase({ imageRef: 'im1' })
    ledger.record([], { plates: [plate('pl1')], images: [picture('im1')] })
    expect(ledger.sessionInside('s1')?.plate).toBeNull()
    expect(ledger.image('im1')).toBeNull()
  })
})

describe('retention', () => {
  it('[E27] lets unmatched reads go after a day, but not those of a session or of the car at the lane', () => {
    const { ledger } = inMemory()
    stay(ledger, 1, null)
    ledger.record([presented('turned', 'in', 'entry', NOW), observed('o8', 'turned', 'in', 'entry', 'pl8', NOW, 'im8')], {
      plates: [plate('pl8')],
      images: [picture('im8')],
    })
    ledger.record([{ kind: 'presentation.backedOut', payload: { presentationId: 'turned', laneId: 'in', at: NOW } }])
    ledger.record([presented('here', 'in', 'entry', NOW), observed('o9', 'here', 'in', 'entry', 'pl9', NOW, 'im9')], {
      plates: [plate('pl9')],
      images: [picture('im9')],
    })
    expect(ledger.retention({ now: NOW + 24 * HOUR_MS - 1 })).toMatchObject({ ran: true, plates: 0, images: 0 })
    // pl8 and im8, and what was seen of s1 at an exit it never took
    expect(ledger.retention({ now: NOW + 24 * HOUR_MS })).toMatchObject({ ran: true, plates: 2, images: 2 })
    expect(ledger.openPresentation('in')?.plate?.text).toBe('WXSECRETpl9')
    expect(ledger.image('im9')).not.toBeNull()
    expect(evidence(ledger)).toMatchObject([
      { policy: 'unmatchedReads', action: 'erased', plateRefs: ['px1', 'pl8'], imageRefs: ['ix1', 'im8'] },
    ])
  })

  it('[E27] keeps pictures 72 h after an undisputed exit, 30 days after a disputed one, and while inside', () => {
    const { ledger } = inMemory()
    stay(ledger, 1, 'paid')
    stay(ledger, 2, 'attendant')
    const left = (n: number) => ['im', 'ix'].filter((kind) => ledger.image(`${kind}${n}`) !== null)
    ledger.retention({ now: NOW + 72 * HOUR_MS - 1 })
    expect([left(1), left(2)]).toEqual([
      ['im', 'ix'],
      ['im', 'ix'],
    ])
    ledger.retention({ now: NOW + 72 * HOUR_MS })
    expect([left(1), left(2)]).toEqual([[], ['im', 'ix']])
    ledger.retention({ now: NOW + 30 * DAY_MS })
    expect([left(1), left(2)]).toEqual([[], []])
  })

  it('[E27] turns the plates of closed sessions into keyed hashes after 30 days: the same car the same hash, another box another', () => {
    const one = opened()
    const text = { text: 'WXSECRET', country: 'DE' }
    const twice = (ledger: Ledger) => {
      const [a, b] = [started('a', null, 'pa', NOW), started('b', null, 'pb', NOW)]
      ledger.record([a, b], {
        plates: [
          { ref: 'pa', ...text },
          { ref: 'pb', ...text },
        ],
      })
      for (const sessionId of ['a', 'b'])
        ledger.record([
          {
            kind: 'session.ended',
            payload: { sessionId, presentationId: null, laneId: 'out', observationId: null, actualEnd: NOW, outcome: 'paid' },
          },
        ])
      expect(ledger.retention({ now: NOW + 30 * DAY_MS - 1 })).toMatchObject({ plates: 0 })
      expect(ledger.retention({ now: NOW + 30 * DAY_MS })).toMatchObject({ plates: 2 })
    }
    const hashes = (path: string): readonly string[] =>
      execFileSync(process.execPath, [
        '-e',
        `const D=require('better-sqlite3');console.log(new D(${JSON.stringify(path)},{readonly:true}).prepare('select keyed_hash h from plate').all().map(r=>r.h).join(' '))`,
      ])
        .toString()
        .trim()
        .split(' ')
    twice(one.ledger)
    const other = opened()
    twice(other.ledger)
    const [mine, theirs] = [hashes(one.options.path), hashes(other.options.path)]
    expect(mine[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(mine[0]).toBe(mine[1])
    expect(theirs[0]).not.toBe(mine[0])
    expect(evidence(one.ledger)).toMatchObject([{ policy: 'platesOfClosedSessions', action: 'hashed', plateRefs: ['pa', 'pb'] }])
    expect(bytesOf(one.options.path)).not.toContain('WXSECRET')
  })

  it('[E27] follows the owner\u2019s own periods, and never runs on a clock nobody vouches for', () => {
    const { ledger, clock } = inMemory()
    stay(ledger, 1, 'paid')
    clock.trust = 'untrusted'
    expect(ledger.retention({ now: NOW + 999 * DAY_MS })).toMatchObject({ ran: false, reason: expect.stringContaining('clock') })
    clock.trust = 'trusted'
    expect(ledger.retention({ now: NOW + HOUR_MS, policy: { pictureMs: HOUR_MS } })).toMatchObject({ ran: true, images: 2, plates: 0 })
  })

  it('[E27] keeps each row of evidence small enough to travel', () => {
    const { ledger } = inMemory()
    const refs = Array.from({ length: 450 }, (_, i) => `pl${i}`)
    ledger.record([], { plates: refs.map(plate) })
    ledger.retention({ now: NOW + 25 * HOUR_MS })
    expect(evidence(ledger).map((row) => (row.plateRefs as string[]).length)).toEqual([200, 200, 50])
  })

  it('[E27] at the next start removes pictures nobody refers to, once they are older than any picture may be', () => {
    const it = opened()
    stay(it.ledger, 1, null)
    const store = imageFolder(`${it.options.path}-images`)
    for (const ref of ['stray', 'young']) store.put(ref, new Uint8Array([1]))
    const written = NOW / 1_000
    utimesSync(fileOf(it.options.path, store.nameOf('stray')), written, written)
    utimesSync(fileOf(it.options.path, store.nameOf('im1')), written, written)
    it.clock.at = NOW + 31 * DAY_MS
    const again = it.again()
    expect(store.get('stray')).toBeNull()
    expect(store.get('young')).not.toBeNull()
    expect(again.image('im1')).not.toBeNull()
  })

  it('[E27] forgets dead letters, finished commands and the plates of revoked permits after 30 days', () => {
    const { ledger } = inMemory()
    const row = { site_id: 'site-1', command_id: 'c1', lane_id: 'out', action: 'open', reason: 'x', expires_at: `${NOW - 1}` }
    ledger.applyShape('edge_v1_commands', {
      changes: [
        { operation: 'insert', key: 'c1', row },
        { operation: 'insert', key: 'bad', row: {} },
      ],
      handle: 'h',
      offset: '1_0',
      replace: false,
    })
    ledger.markCommandApplied('c1')
    ledger.rightsUpsert({
      specification: { id: 'sp', name: 'Staff', charging: 'free', poolSize: 1 },
      right: { id: 'r1', specificationId: 'sp', holderId: null, plates: ['A1', 'A2'], validFrom: 0, validUntil: null, revokedAt: null },
    })
    ledger.rightsRevoke('r1')
    expect(ledger.retention({ now: NOW + 29 * DAY_MS })).toMatchObject({ letters: 0 })
    expect(ledger.retention({ now: NOW + 31 * DAY_MS })).toMatchObject({ letters: 4 })
    expect(ledger.deadLetters()).toEqual([])
  })
})

describe('the log, after the cloud holds it for good', () => {
  it('[E28] counts anew from when a cloud that had lost them has them again', () => {
    const it = opened()
    it.ledger.record(Array.from({ length: 4 }, (_, i) => presented(`pr${i}`, 'in', 'entry', NOW)))
    const { epoch } = it.ledger
    const rowsGoneAfter = (days: number) => it.ledger.retention({ now: NOW + days * DAY_MS })
    it.ledger.acknowledge('session', epoch, 2, 2)
    expect(rowsGoneAfter(1)).toMatchObject({ logRows: 0 })
    it.ledger.acknowledge('session', epoch, 4, 4)
    expect(rowsGoneAfter(20)).toMatchObject({ logRows: 0 })
    // put back to where it had one row, and sent the rest again within the hour
    it.ledger.unacknowledge('session', epoch, 1)
    it.ledger.acknowledge('session', epoch, 4, 4)
    expect(rowsGoneAfter(35)).toMatchObject({ logRows: 0 })
    expect(rowsGoneAfter(64)).toMatchObject({ logRows: 0 })
    expect(rowsGoneAfter(65)).toMatchObject({ logRows: 4 })
  })

  it('[E28] lets its old rows go, never money; the rest verifies, goes on, and can be sent', () => {
    const it = opened()
    const events = (from: number) => Array.from({ length: 5 }, (_, i) => presented(`pr${from + i}`, 'in', 'entry', NOW))
    it.ledger.record([...events(0), settled('p1', 'q1', 's1', NOW)])
    const epoch = it.ledger.epoch
    it.clock.at = NOW + 40 * DAY_MS
    it.again().record(events(5))
    it.ledger.acknowledge('session', epoch, 5, 3)
    it.ledger.acknowledge('money', epoch, 1, 1)
    // old as they are, the cloud has only just got them
    expect(it.ledger.retention({ now: NOW + 40 * DAY_MS })).toMatchObject({ logRows: 0 })
    expect(it.ledger.retention({ now: NOW + 69 * DAY_MS })).toMatchObject({ logRows: 0 })
    expect(it.ledger.retention({ now: NOW + 71 * DAY_MS, cloudAnswers: false })).toMatchObject({ logRows: 0 })
    expect(it.ledger.retention({ now: NOW + 71 * DAY_MS })).toMatchObject({ logRows: 3 })
    expect(it.ledger.verifyChain()).toEqual({ ok: true, rows: 2 + 1 + 5 })
    expect(it.ledger.stateDifferences()).toBeNull()
    it.ledger.unacknowledge('session', epoch, 0)
    const rest = it.ledger.pending('session', 9)
    expect(rest?.rows.map((row) => row.seq)).toEqual([4, 5])
    expect(verifyChain(rest?.rows ?? [], rest?.prevHash ?? '', 4, sha256Hex)).toMatchObject({ ok: true })
    it.ledger.unacknowledge('money', epoch, 0)
    expect(it.ledger.pending('money', 9)?.rows).toHaveLength(1)
    it.ledger.close()
    const look = inspectLedger({ path: it.options.path })
    expect(look.verifyChain()).toMatchObject({ ok: true })
    look.close()
    it.again()
  })
})

describe('the language a plate’s driver chose', () => {
  const said = { languages: [{ plate: 'WXSECRETpl1', language: 'pl' as const }] }

  it('[E35] is found again by its plate, and stands nowhere in readable form or in the log', () => {
    const it = opened()
    it.ledger.record([], said)
    expect(it.ledger.languageOf('WXSECRETpl1')).toBe('pl')
    expect(it.ledger.languageOf('WXSECRETpl2')).toBeNull()
    expect(bytesOf(it.options.path)).not.toContain('WXSECRET')
    expect(it.ledger.stateDifferences()).toEqual([])
    expect(it.again().languageOf('WXSECRETpl1')).toBe('pl')
  })

  it('[E35] goes a year after the choice, and with the plate when that is erased on request', () => {
    const it = opened()
    it.ledger.record([], said)
    it.ledger.retention({ now: NOW + 364 * DAY_MS })
    expect(it.ledger.languageOf('WXSECRETpl1')).toBe('pl')
    it.ledger.retention({ now: NOW + 366 * DAY_MS })
    expect(it.ledger.languageOf('WXSECRETpl1')).toBeNull()

    it.ledger.record([], said)
    stay(it.ledger, 1, null)
    expect(it.ledger.erase({ plateRef: 'pl1' })).toBe(true)
    expect(it.ledger.languageOf('WXSECRETpl1')).toBeNull()
  })
})
