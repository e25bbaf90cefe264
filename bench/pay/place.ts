import pg from 'pg'
import { createPayUrl } from '../../appliance/compose/pay-url.ts'
import { payPrefix } from '../../appliance/config.ts'
import { openIdentity } from '../../appliance/identity/identity.ts'
import { createNewId } from '../../appliance/new-id.ts'
import { VERSION } from '../../appliance/version.ts'
import { BOX, SITE } from '../../demo/site.ts'
import { newNonce } from '../../domain/proof/quote-token.ts'
import { HOUR_MS, MINUTE_MS } from '../../domain/time.ts'
import { openGarage } from '../../tests/garage.ts'

const STAY_MS = 95 * MINUTE_MS
const FEE_MINOR = 500

export type Place = Awaited<ReturnType<typeof openPlace>>

/** A car park with its cloud on loopback, and what the bench puts on record there without driving it in. */
export async function openPlace() {
  const garage = await openGarage({ seed: 500, cars: 1, misreads: 0, arrivals: false, rate: 10, stay: () => HOUR_MS })
  const { ledger } = garage.box()
  const wall = () => garage.clock.wall()
  const keeper = openIdentity({ dataDir: garage.dataDir, device: BOX, site: SITE.id, version: VERSION, fetch, now: Date.now, wall })
  const identity = keeper.current()
  if (!identity) throw new Error('the bench needs a box that its cloud let in')
  const qrOf = createPayUrl({ ...identity, payUrl: payPrefix(garage.cloudUrl) }, SITE.id)
  const newId = createNewId(wall)
  const database = new pg.Client(garage.databaseUrl)
  await database.connect()

  /** A car that came in 95 minutes ago, as its entry would have recorded it: its session's id. */
  function parked(plate: string): string {
    const [sessionId, plateRef] = [newId(), newId()]
    const { id: rateTableId, version: rateTableVersion } = ledger.rateTableAt(wall())
    const where = { sessionId, presentationId: null, laneId: 'entry', observationId: null, plateRef, imageRef: null, rightId: null }
    ledger.record([{ kind: 'session.started', payload: { ...where, actualStart: wall() - STAY_MS, rateTableId, rateTableVersion } }], {
      plates: [{ ref: plateRef, text: plate, country: 'DE' }],
    })
    return sessionId
  }

  return {
    garage,
    parked,
    /** The address in the code of a price that this car was told at the exit. */
    quoted(plate: string): string {
      const sessionId = parked(plate)
      const { id: rateTableId, version: rateTableVersion } = ledger.rateTableAt(wall())
      const times = { issuedAt: wall(), lockUntil: wall() + 60 * MINUTE_MS, stayMs: STAY_MS }
      const price = { amountMinor: FEE_MINOR, currency: 'EUR', lines: [], vatBasisPoints: 1900, rateTableId, rateTableVersion }
      const quote = { sessionId, laneId: 'exit', ...times, ...price, nonce: newNonce((n) => crypto.getRandomValues(new Uint8Array(n))) }
      const quoteId = newId()
      ledger.record([{ kind: 'quote.issued', payload: { quoteId, ...quote } }])
      return qrOf({ id: quoteId, ...quote }) ?? ''
    },
    /** payments the box has on record, second ones included */
    paidOnBox: () => ledger.takings(0, Number.MAX_SAFE_INTEGER).reduce((sum, line) => sum + line.count + line.duplicateCount, 0),
    /** rows that the cloud has not acknowledged */
    backlog: () => ledger.heads().reduce((sum, head) => sum + head.backlog, 0),
    /** the one number that a question to the cloud's database answers with */
    count: async (sql: string) => Number(Object.values((await database.query(sql)).rows[0] as object)[0]),
    async close() {
      await database.end()
      await garage.stop()
    },
  }
}
