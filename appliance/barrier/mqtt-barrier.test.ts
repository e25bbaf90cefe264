import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openMemoryGpio } from '../gpio/memory.ts'
import type { Barrier } from '../lane/ports.ts'
import { createSystemClock } from '../system-clock.ts'
import { barrierContract } from './barrier.contract.ts'
import { createGpioBarrier } from './gpio-barrier.ts'
import { createMqttBarrier } from './mqtt-barrier.ts'
import { serveMqttGate } from './mqtt-gate.ts'

const clock = createSystemClock({ synchronised: () => true })

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port }, () => resolve(true)).on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nothing listens on port ${port}`)
}

interface Broker {
  readonly port: number
  stop(): Promise<void>
}

async function startAedes(): Promise<Broker> {
  const aedes = await Aedes.createBroker()
  const server = createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function startMosquitto(): Promise<Broker> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-mosquitto-'))
  writeFileSync(join(folder, 'broker.conf'), `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nuser root\n`)
  const child = spawn(mosquitto, ['-c', join(folder, 'broker.conf')], { stdio: 'ignore' })
  await listening(port)
  return {
    port,
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      await gone
      rmSync(folder, { recursive: true })
    },
  }
}

const mosquitto = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find((path) => spawnSync(path, ['-h']).error === undefined) ?? ''
const brokers: [string, boolean, () => Promise<Broker>][] = [
  ['aedes in process', false, startAedes],
  ['mosquitto (Debian package mosquitto)', mosquitto === '', startMosquitto],
]

for (const [name, absent, start] of brokers)
  describe.skipIf(absent)(`barrier over MQTT, broker ${name}`, () => {
    let broker: Broker
    let clients: MqttClient[]
    let box: MqttClient
    let field: MqttClient
    beforeAll(async () => {
      broker = await start()
      const attach = () => connectAsync({ host: '127.0.0.1', port: broker.port, reconnectPeriod: 100, connectTimeout: 3_000 })
      clients = [await attach(), await attach()]
      box = clients[0] as MqttClient
      field = clients[1] as MqttClient
    })
    afterAll(async () => {
      await Promise.all(clients.map((client) => client.endAsync(true)))
      await broker.stop()
    })

    let lane = 0
    let gate: Barrier
    let barrier: Barrier
    let gpio: Awaited<ReturnType<typeof openMemoryGpio>>
    let laneId: string
    beforeEach(async () => {
      laneId = `lane-${lane++}`
      gpio = await openMemoryGpio({
        chip: 'auto',
        relays: [17],
        inputs: [23, 24].map((line) => ({ line, activeLow: true, debounceMs: 0 })),
        consumer: 'test',
      })
      gate = createGpioBarrier({ gpio, wiring: { relay: 17, armingLoop: 23, closingLoop: 24 }, clock, pulseMs: 10, travelMs: 20 })
      await serveMqttGate({ laneId, client: field, barrier: gate, clock })
      barrier = await createMqttBarrier({ laneId, client: box, clock, answerMs: 2_500 })
    })
    const command = (commandId: string) => ({ commandId, laneId, issuedAt: Date.now(), expiresAt: Date.now() + 3_000 })
    const pulses = () => gpio.relayEdges.filter((edge) => edge.on).length

    it('opens, and reports what the gate acknowledged', async () => {
      expect(await barrier.open(command('a'))).toEqual({ result: 'opened' })
      expect(await barrier.open(command('a'))).toEqual({ result: 'opened' })
      expect(pulses()).toBe(1)
      await expect.poll(() => barrier.arm()).toBe('open')
    })

    it('passes loops on from the retained state', async () => {
      const seen: unknown[] = []
      barrier.subscribe((signal) => seen.push(signal))
      gpio.drive(23, true)
      await expect.poll(() => seen).toContainEqual({ kind: 'armingLoop', occupied: true })
      expect(barrier.inputs()).toEqual({ armingLoop: true, closingLoop: false })
    })

    it('refuses a command older than three seconds, whatever its own expiry says', async () => {
      const acks: unknown[] = []
      field.on('message', (topic, payload) => topic === `gates/${laneId}/ack` && acks.push(JSON.parse(payload.toString())))
      await field.subscribeAsync(`gates/${laneId}/ack`)
      const stale = { id: 'stale', action: 'open', timestamp: Date.now() - 3_500, expires: Date.now() + 60_000 }
      box.publish(`gates/${laneId}/control`, JSON.stringify(stale))
      await expect.poll(() => acks).toMatchObject([{ id: 'stale', result: 'expired' }])
      expect(pulses()).toBe(0)
    })

    it('ignores a retained opening and messages that are not commands', async () => {
      const now = Date.now()
      await box.publishAsync(
        `gates/retained-${laneId}/control`,
        JSON.stringify({ id: 'r', action: 'open', timestamp: now, expires: now + 3_000 }),
        { retain: true, qos: 1 },
      )
      const late = await serveMqttGate({ laneId: `retained-${laneId}`, client: field, barrier: gate, clock })
      for (const bad of ['', '{', '[]', '{"action":"close","id":"x","timestamp":0,"expires":0}'])
        box.publish(`gates/${laneId}/control`, bad)
      expect(await barrier.open(command('good'))).toEqual({ result: 'opened' })
      expect(pulses()).toBe(1)
      await late.stop()
    })

    it('reports silence as a fault that may be tried again', async () => {
      const nobody = await createMqttBarrier({ laneId: 'nobody', client: box, clock, answerMs: 100 })
      expect(await nobody.open(command('x'))).toMatchObject({
        result: 'fault',
        retry: true,
        reason: expect.stringContaining('did not answer'),
      })
    })

    it('never queues an opening while the broker is unreachable', async () => {
      const away = await connectAsync({ host: '127.0.0.1', port: broker.port, reconnectPeriod: 0 })
      const cut = await createMqttBarrier({ laneId, client: away, clock, answerMs: 300 })
      away.stream.destroy()
      await expect.poll(() => away.connected).toBe(false)
      expect(await cut.open(command('later'))).toMatchObject({ result: 'fault', reason: expect.stringContaining('cannot be reached') })
      expect(cut.arm()).toBe('unknown')
      expect(pulses()).toBe(0)
      await away.endAsync(true)
    })
  })

barrierContract('MQTT, through a gate that answers', async () => {
  const broker = await startAedes()
  const attach = () => connectAsync({ host: '127.0.0.1', port: broker.port })
  const [box, field] = [await attach(), await attach()]
  const gpio = await openMemoryGpio({
    chip: 'auto',
    relays: [17],
    inputs: [23, 24].map((line) => ({ line, activeLow: true, debounceMs: 0 })),
    consumer: 'test',
  })
  const gate = await serveMqttGate({
    laneId: 'exit',
    client: field,
    barrier: createGpioBarrier({ gpio, wiring: { relay: 17, armingLoop: 23, closingLoop: 24 }, clock, pulseMs: 10, travelMs: 20 }),
    clock,
  })
  const barrier = await createMqttBarrier({ laneId: 'exit', client: box, clock, answerMs: 2_500 })
  return {
    barrier,
    now: () => Date.now(),
    pulses: () => gpio.relayEdges.filter((edge) => edge.on).length,
    arming: (occupied) => gpio.drive(23, occupied),
    closing: (occupied) => gpio.drive(24, occupied),
    breakMachine: () => gate.stop(),
    close: async () => {
      await Promise.all([box.endAsync(true), field.endAsync(true)])
      await broker.stop()
    },
  }
})
