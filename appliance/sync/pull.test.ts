import type { Message, Row } from '@electric-sql/client'
import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { electricShapes } from './electric-shapes.ts'
import { createPull, type ShapeReader } from './pull.ts'
import { openBoxLedger, systemClock, until } from './testing/box.ts'

const TABLE: EdgeTable = 'edge_v1_blocked'
type Said = readonly Message<Row<unknown>>[]
const blocked = (plate: string): Message<Row<unknown>> => ({
  key: `"public"."${TABLE}"/"${plate}"`,
  value: { site_id: 'site-1', plate, reason: 'unpaid' },
  headers: { operation: 'insert' },
})
const upToDate = { headers: { control: 'up-to-date' } } as unknown as Message<Row<unknown>>
const mustRefetch = { headers: { control: 'must-refetch' } } as unknown as Message<Row<unknown>>

/** A real ledger that follows the blocked plates; what its streams say is said here. */
function following() {
  const ledger = openBoxLedger({ device: 'box-1', site: 'site-1' })
  const streams: { readonly from: string | null; readonly say: (messages: Said, handle?: string, offset?: string) => void }[] = []
  const pull = createPull({
    ...{ sink: ledger, clock: systemClock, random: () => 0, log: { info() {}, warn() {} } },
    openShape(table, position, _run, signal): ShapeReader {
      let [handle, at]: [string | undefined, string] = [position?.handle, position?.offset ?? '-1']
      return {
        subscribe(onMessages) {
          if (table !== TABLE) return
          const say = (messages: Said, nextHandle = handle, nextOffset = at) => {
            ;[handle, at] = [nextHandle, nextOffset]
            if (!signal.aborted) void onMessages(messages)
          }
          streams.push({ from: position?.handle ?? null, say })
        },
        get shapeHandle() {
          return handle
        },
        get lastOffset() {
          return at
        },
      }
    },
    ...{ onApplied: () => {}, onChange: () => {}, onFailure: () => {} },
  })
  pull.start()
  onTestFinished(() => {
    pull.stop()
    ledger.close()
  })
  const are = (...plates: string[]) => plates.map((plate) => ledger.isBlocked(plate))
  return { ledger, streams, are }
}

describe('a table that is sent anew', () => {
  it('[S32] is collected whole before it is swapped in; until then, and over a broken attempt, the old rows stay in force', async () => {
    const { ledger, streams, are } = following()
    streams[0]?.say([blocked('OLD1'), blocked('OLD2')], 'h1', '0_0')
    // without a position nothing counts before the table is whole
    expect(are('OLD1', 'OLD2')).toEqual([false, false])
    streams[0]?.say([upToDate], 'h1', '0_inf')
    expect(are('OLD1', 'OLD2')).toEqual([true, true])

    streams[0]?.say([mustRefetch])
    await until(() => streams.length === 2, 'a fresh stream')
    expect([streams[1]?.from, ledger.shapePosition(TABLE)]).toEqual([null, null])
    streams[1]?.say([blocked('NEW1')], 'h2', '0_0')
    expect(are('OLD1', 'OLD2', 'NEW1')).toEqual([true, true, false])
    // what the old stream still had to say counts no more
    streams[0]?.say([blocked('LATE'), upToDate], 'h1', '9_0')
    expect(are('OLD1', 'NEW1', 'LATE')).toEqual([true, false, false])
    streams[1]?.say([blocked('OLD2'), upToDate], 'h2', '0_inf')
    expect(are('OLD1', 'OLD2', 'NEW1')).toEqual([false, true, true])
    expect(ledger.shapePosition(TABLE)).toEqual({ handle: 'h2', offset: '0_inf' })
  })
})

describe('an answer that is not a shape', () => {
  it('[S33][S50] is told as such, with every header it lacks, however long the address was', async () => {
    const ledger = openBoxLedger({ device: 'box-1', site: 'site-1' })
    const fetch = async () => new Response('<html>Welcome</html>', { headers: { 'content-type': 'text/html', 'electric-handle': 'h' } })
    const pull = createPull({
      ...{ sink: ledger, clock: systemClock, random: () => 0.9, log: { info() {}, warn() {} } },
      openShape: electricShapes({ site: 'site-1', url: `http://${'long.'.repeat(30)}example`, token: null, fetch }),
      ...{ onApplied: () => {}, onChange: () => {}, onFailure: () => {} },
    })
    onTestFinished(() => {
      pull.stop()
      ledger.close()
    })
    pull.start()
    await until(() => pull.state()[TABLE].problem !== null, 'the first answer')
    expect(pull.state()[TABLE].problem).toBe(
      'something else answered in place of the cloud (a login page of the network?): it lacks electric-offset, electric-schema',
    )
  })
})
