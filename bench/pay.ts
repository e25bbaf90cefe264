#!/usr/bin/env node
// `npm run bench:pay`: paying by phone. Box, cloud, Postgres and pay page are the real ones on loopback; cars, arm and phones are simulated.
import { parseArgs } from 'node:util'
import { payAllAtOnce } from './pay/crowd.ts'
import { weighPage } from './pay/page.ts'
import { openPlace } from './pay/place.ts'
import { thumbToBarrier } from './pay/thumb.ts'
import { figure, printReport, quantile } from './report.ts'

const HELP = `Measures paying by phone on loopback, and whether anything is lost or charged twice when all pay at once.

  npm run bench:pay -- [--cars N] [--phones N] [--json]

  --cars N     cars that pay one after another: a thumb on "pay" → the barrier is told to open (40)
  --phones N   phones that pay at once; a fifth of them have a passenger who pays the same price at the same moment (500)
  --json       one JSON object as the last line`

const { values } = parseArgs({
  options: {
    ...{ help: { type: 'boolean' }, json: { type: 'boolean' } },
    ...{ cars: { type: 'string', default: '40' }, phones: { type: 'string', default: '500' } },
  },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
function whole(name: 'cars' | 'phones'): number {
  if (/^[1-9]\d{0,4}$/.test(values[name])) return Number(values[name])
  console.error(`--${name}: found ${values[name]}; allowed: a whole number`)
  process.exit(2)
}
const [cars, phones] = [whole('cars'), whole('phones')]
const races = Math.floor(phones / 5)

const place = await openPlace()
const waits = await thumbToBarrier(place, cars)
const crowd = await payAllAtOnce(place, phones, races)
const page = await weighPage(crowd.page)
await place.close()

printReport('Paying by phone', [
  figure(`press "pay" → barrier commanded, p50 of ${cars}`, quantile(waits, 0.5), 'ms'),
  figure(`press "pay" → barrier commanded, p99 of ${cars}`, quantile(waits, 0.99), 'ms', { target: 150 }),
  figure(`${phones} phones (and ${races} second ones) at once: a phone's whole visit, p50`, quantile(crowd.visits, 0.5), 'ms'),
  figure('… p99', quantile(crowd.visits, 0.99), 'ms'),
  figure('… payments a second', (phones + races) / crowd.seconds, '/s'),
  figure('… double charges kept', crowd.twice, '', { target: 0 }),
  figure('… payments lost', phones - crowd.booked, '', { target: 0 }),
  figure('… phones turned away', crowd.turnedAway, ''),
  figure('… pages opened again after a minute', crowd.openedAgain, ''),
  figure('… refunded by itself', crowd.refunds, ''),
  figure('pay page, HTML', page.kb, 'KB', { target: 15 }),
  figure('pay page, gzipped', page.gzippedKb, 'KB'),
  figure('further requests before it can be read', page.furtherRequests, '', { target: 0 }),
])
process.exit(0)
