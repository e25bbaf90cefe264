import { readFileSync } from 'node:fs'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { createGpioBarrier } from '../barrier/gpio-barrier.ts'
import { createMqttBarrier } from '../barrier/mqtt-barrier.ts'
import type { ApplianceConfig } from '../config.ts'
import { openGpio } from '../gpio/open.ts'
import type { Barrier, Clock } from '../lane/ports.ts'

type LaneConfig = ApplianceConfig['lanes'][number]

const LOOP_DEBOUNCE_MS = 50
const LIMIT_DEBOUNCE_MS = 30

/** The barrier a lane's table in site.toml describes. `simulated` is not a device's: whoever simulates brings it. */
export async function buildBarrier(lane: LaneConfig, clock: Clock): Promise<Barrier> {
  const wiring = lane.barrier
  if (wiring.driver === 'mqtt') return buildMqttBarrier(lane.id, wiring, clock)
  if (wiring.driver === 'simulated')
    throw new Error(`lane ${lane.id}: a simulated barrier exists only in npm start; name a real driver in site.toml`)
  const loops = [wiring.arming_loop, wiring.closing_loop].map((line) => ({ line, activeLow: true, debounceMs: LOOP_DEBOUNCE_MS }))
  const limits = [wiring.open_limit, wiring.closed_limit]
    .filter((line) => line !== undefined)
    .map((line) => ({ line, activeLow: true, debounceMs: LIMIT_DEBOUNCE_MS }))
  const gpio = await openGpio(wiring.driver, {
    chip: wiring.chip,
    relays: [wiring.relay],
    inputs: [...loops, ...limits],
    consumer: `gatehouse ${lane.id}`,
  })
  return createGpioBarrier({
    gpio,
    clock,
    pulseMs: wiring.pulse_ms,
    wiring: {
      relay: wiring.relay,
      armingLoop: wiring.arming_loop,
      closingLoop: wiring.closing_loop,
      openLimit: wiring.open_limit,
      closedLimit: wiring.closed_limit,
    },
  })
}

async function buildMqttBarrier(
  laneId: string,
  wiring: Extract<LaneConfig['barrier'], { driver: 'mqtt' }>,
  clock: Clock,
): Promise<Barrier> {
  const password = wiring.password_file ? readFileSync(wiring.password_file, 'utf8').trim() : null
  const client = await connectBroker(wiring.url, wiring.username ?? null, password).catch((cause: Error) => {
    throw new Error(
      `lane ${laneId}: no broker answers at ${wiring.url} (${cause.message}): is it running, and are user and password right?`,
    )
  })
  const barrier = await createMqttBarrier({ laneId, client, clock })
  return {
    ...barrier,
    async stop() {
      await barrier.stop()
      await client.endAsync()
    },
  }
}

/** MQTT 5 first, because it says why it refuses; brokers that only know 3.1.1 are asked again in that. */
async function connectBroker(url: string, username: string | null, password: string | null): Promise<MqttClient> {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'mqtts:'
  const options: IClientOptions = {
    protocol: secure ? 'mqtts' : 'mqtt',
    host: hostname,
    port: Number(port || (secure ? 8883 : 1883)),
    reconnectPeriod: 1_000,
    connectTimeout: 5_000,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
  }
  try {
    return await connectAsync({ ...options, protocolVersion: 5 })
  } catch (cause) {
    if (!/protocol version/i.test((cause as Error).message)) throw cause
    return connectAsync({ ...options, protocolVersion: 4 })
  }
}
