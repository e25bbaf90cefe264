import { join } from 'node:path'
import pino from 'pino'
import { startPeers } from '../../appliance/compose/peers.ts'
import { sealRow } from '../../appliance/identity/seal.ts'
import { started } from '../../appliance/ledger/testing/car.ts'
import { startMosquitto } from '../../appliance/peers/testing/brokers.ts'
import { joinedSite } from '../../appliance/peers/testing/site.ts'
import { enrolledBox } from './enrolled.ts'
import { until } from './live-box.ts'
import { clock, newId, openBenchLedger } from './written-day.ts'

const SITE = 'lan'
const WARM_UP = 30

/**
 * An entry box and an exit box that have joined each other, each with a real mosquitto behind TLS: ms from `record` being called at the
 * entry (its fsync included) until the exit has the session on disk. Both boxes share this process, so their fsyncs take turns.
 */
export async function measureLan(samples: number, say: (words: string) => void): Promise<readonly number[]> {
  const site = await joinedSite(['box-entry', 'box-exit'], SITE, startMosquitto)
  let wake = () => {}
  const boxes = site.boxes.map(({ device, dataDir, broker }) => {
    const ledger = openBenchLedger(join(dataDir, 'ledger.db'), device, SITE)
    const { signer } = enrolledBox(device, SITE)
    const peers = startPeers({
      ...{ ledger, clock, newId, dataDir, site: SITE, device, bootId: newId(), own: { port: broker.port } },
      ...{ log: pino({ level: 'silent' }), cloud: () => null, onApplied: () => wake() },
      seal: (row) => sealRow(signer, row),
      ...{ bond: () => null, asking: () => null, random: Math.random },
    })
    return { ledger, peers }
  })
  const [entry, exit] = boxes
  if (!entry || !exit) throw new Error('the bench needs two boxes')
  try {
    await until(() => boxes.every(({ peers }) => peers.status().peers[0]?.connected), 'the boxes met')
    const waits: number[] = []
    for (let i = -WARM_UP; i < samples; i++) {
      if (i % 50 === 0) say(`lan: ${i} of ${samples}`)
      await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 20))
      const sessionId = newId()
      const known = new Promise<number>((resolve) => {
        wake = () => exit.ledger.session(sessionId) && resolve(performance.now())
      })
      const recording = performance.now()
      entry.ledger.record([started(sessionId, null, null, clock.wall())], {})
      const there = await known
      if (i >= 0) waits.push(there - recording)
    }
    return waits
  } finally {
    await Promise.all(boxes.map(({ peers }) => peers.stop()))
    for (const { ledger } of boxes) ledger.close()
    await site.stop()
  }
}
