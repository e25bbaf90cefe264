import { payBehindQr } from '../../appliance/simulator/phone.ts'
import type { Place } from './place.ts'
import { LIMIT_MS, SAID_EVERY_MS, say, until } from './wait.ts'

/**
 * A page that does not come within a minute is opened again, for as long as it takes. Sooner would only measure itself on a busy machine:
 * every phone would begin anew, with the page it had nearly got.
 */
const PATIENCE_MS = 60_000
const patient: typeof fetch = (to, init) => fetch(to, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })

export interface Crowd {
  /** a phone's whole visit, ms each */
  readonly visits: readonly number[]
  readonly seconds: number
  /** phones that got no price paid */
  readonly turnedAway: number
  readonly openedAgain: number
  /** payments the cloud has booked, second ones of a quote not counted */
  readonly booked: number
  /** quotes that hold money twice */
  readonly twice: number
  readonly refunds: number
  /** the address of one of the pages */
  readonly page: string
}

/** All phones at once, and `races` passengers who pay the same price at the same moment; ends when box and cloud have it all on record. */
export async function payAllAtOnce(place: Place, phones: number, races: number): Promise<Crowd> {
  const { backlog, count, paidOnBox } = place
  const [bookedBefore, onBoxBefore] = [await count('select count(*) from money_received'), paidOnBox()]
  const urls = Array.from({ length: phones }, (_, i) => place.quoted(`M${'ABCDEFGHKL'[i % 10]}${1000 + i}`))
  await until(
    () => backlog() === 0,
    () => `the cloud knows the quotes: ${backlog()} rows to go`,
    20,
  )
  const visits: number[] = []
  let openedAgain = 0
  async function pay(url: string): Promise<boolean> {
    const since = performance.now()
    while (performance.now() - since < LIMIT_MS) {
      const paid = await payBehindQr(url, patient).catch(() => null)
      if (paid !== null) {
        visits.push(performance.now() - since)
        return paid
      }
      openedAgain++
    }
    return false
  }
  const progress = setInterval(() => say(`  ${visits.length} of ${phones + races} phones are done`), SAID_EVERY_MS)
  const started = performance.now()
  const turnedAway = (await Promise.all([...urls, ...urls.slice(0, races)].map(pay))).filter((paid) => !paid).length
  const seconds = (performance.now() - started) / 1_000
  clearInterval(progress)
  const onBox = () => paidOnBox() - onBoxBefore
  await until(
    () => onBox() >= phones,
    () => `the box has ${onBox()} of ${phones} payments`,
    50,
  )
  await until(
    () => backlog() === 0,
    () => `the cloud has the box’s word on every payment: ${backlog()} rows to go`,
    50,
  )
  await until(
    async () => (await count('select count(*) from money_received')) - bookedBefore >= phones,
    () => 'the cloud has booked every payment',
    50,
  )
  return {
    ...{ visits, seconds, turnedAway, openedAgain, page: urls[0] ?? '' },
    booked: (await count('select count(*) from money_received where not duplicate')) - bookedBefore,
    twice: await count('select count(*) from (select quote_id from money_received group by quote_id having count(*) > 1) t'),
    refunds: await count('select count(*) from refund'),
  }
}
