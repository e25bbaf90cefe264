import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../../appliance/config.ts'
import { createHttp } from '../../appliance/http/create-http.ts'
import { createLane } from '../../appliance/lane/controller.ts'
import type { Barrier, BarrierSignal } from '../../appliance/lane/ports.ts'
import { openLedger } from '../../appliance/ledger/open.ts'
import { createNewId } from '../../appliance/new-id.ts'
import { createExitMatcher } from '../../appliance/recognition/match.ts'
import { createPlateReader } from '../../appliance/recognition/reader.ts'
import { createSpotter } from '../../appliance/recognition/spotter.ts'
import { createSimulatedCamera } from '../../appliance/simulator/camera.ts'
import { emptyLane, renderedPhotos } from '../../appliance/simulator/photos.ts'
import { seededRandom } from '../../appliance/simulator/random.ts'
import { createSystemClock } from '../../appliance/system-clock.ts'
import { type Figure, figure, quantile } from '../report.ts'
import { type Open, quiet, screensDir } from './page.ts'

const HOUR_MS = 3_600_000

/** The loop is pressed, the camera is read, the lane decides and records, the glass shows the price: everything real but the car. */
export async function carToAmount(open: Open): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(process.env.GATEHOUSE_BENCH_DIR ?? tmpdir(), 'gatehouse-bench-'))
  const clock = createSystemClock({ synchronised: () => true })
  const config = parseConfig(
    `[site]\nid='bench'\nname='Bench'\ncountry='DE'\ntime_zone='Europe/Berlin'\ncurrency='EUR'\n[box]\nid='box'\ndata='${folder}'\n
[[lane]]\nid='out'\nname='Exit'\ndirection='exitOnly'\nbarrier={driver='simulated'}\ncamera={driver='simulated'}\ncard_terminal='simulated'\n
[tariff]\nname='t'\n[[tariff.line]]\nkind='incrementingRate'\nstep_minutes=60\namount_minor=250\n`,
    'bench',
  )
  const newId = createNewId()
  const ledger = openLedger({
    ...{ path: join(folder, 'ledger.db'), device: 'box', site: 'bench', bootId: 'bench', clock, newId },
    seed: { rateTable: config.localTariff },
  })
  const reader = await createPlateReader({ engine: 'gatehouse', threads: 1 })
  const random = seededRandom(7)
  const camera = createSimulatedCamera({ id: 'out', direction: 'exit', clock, random, emptyLane: emptyLane('exit') })
  await camera.start()
  let emit: (signal: BarrierSignal) => void = () => {}
  const barrier: Barrier = {
    open: async () => ({ result: 'opened' }),
    arm: () => 'closed',
    subscribe(listener) {
      emit = listener
      return () => {}
    },
    inputs: () => ({ armingLoop: false, closingLoop: false }),
    stop: async () => {},
  }
  const lane = createLane({
    settings: {
      ...{ place: config.place, device: 'box', bootId: 'bench', laneId: 'out', direction: 'exit' },
      ...{ openThreshold: config.recognition.openThreshold, chargeThreshold: config.recognition.chargeThreshold, quoteLockMs: 900_000 },
      ...{ payUrl: () => null, online: () => false },
    },
    ...{ ledger, barrier, spotter: createSpotter({ reader, clock, sourceFor: () => camera }), clock, newId },
    terminal: { ready: () => true, charge: async () => ({ result: 'declined', reason: 'bench' }) },
    match: createExitMatcher({ chargeThreshold: config.recognition.chargeThreshold }),
    randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
    log: () => {},
  })
  await lane.start()
  const http = createHttp({
    lanes: () => [lane],
    image: (ref) => ledger.image(ref),
    screensDir,
    health: () => ({ ok: true, version: 'bench', startedAt: 0, checks: [] }),
    log: quiet,
  })
  const server = await http.listen({ host: '127.0.0.1', port: 0 })
  const page = await open({ width: 1280, height: 800 })
  await page.goto(`${server.url}/kiosk/out`)
  await page.locator('[data-alive=yes] .kiosk').waitFor()
  await page.evaluate(() => {
    Object.assign(globalThis, { amountAt: null })
    new MutationObserver(() => {
      if (document.querySelector('[data-screen=yourCar] .huge')) {
        requestAnimationFrame(() => Object.assign(globalThis, { amountAt: performance.timeOrigin + performance.now() }))
      } else Object.assign(globalThis, { amountAt: null })
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  const waits: number[] = []
  const cars = (await renderedPhotos()).filter(({ plate, dirty }) => plate !== null && !dirty).slice(0, 12)
  for (const car of cars) {
    const { id: rateTableId, version: rateTableVersion } = ledger.rateTableAt(clock.wall())
    const plateRef = newId()
    ledger.record(
      [
        {
          kind: 'session.started',
          payload: {
            ...{ sessionId: newId(), presentationId: null, laneId: 'in', observationId: null, plateRef, imageRef: null },
            ...{ actualStart: clock.wall() - 2 * HOUR_MS, rateTableId, rateTableVersion, rightId: null },
          },
        },
      ],
      { plates: [{ ref: plateRef, text: car.plate ?? '', country: car.country }] },
    )
    camera.show(car)
    const began = performance.timeOrigin + performance.now()
    emit({ kind: 'armingLoop', occupied: true })
    const shown = await page
      .waitForFunction(() => (globalThis as unknown as { amountAt: number | null }).amountAt, undefined, { timeout: 10_000 })
      .then((handle) => handle.jsonValue())
      .catch(() => null)
    // A car the reader was not sure of is asked for by photo instead: no amount, and no figure.
    if (shown !== null) waits.push(shown - began)
    camera.clear()
    emit({ kind: 'armingLoop', occupied: false })
    await page.locator('.kiosk[data-screen=attract]').waitFor({ timeout: 20_000 })
  }
  await server.stop()
  await lane.stop()
  await camera.stop()
  await reader.close()
  ledger.close()
  rmSync(folder, { recursive: true, force: true })
  return [
    figure(`car seen → amount on the glass, median of ${waits.length} of ${cars.length} cars`, quantile(waits, 0.5), 'ms', {
      target: 1_500,
    }),
    figure('car seen → amount on the glass, slowest', Math.max(...waits), 'ms'),
  ]
}
