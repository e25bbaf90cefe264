import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Gpio } from 'onoff'
import { GpioError, type GpioLines, type GpioRequest } from './lines.ts'
import { createRelayPulse } from './relay-pulse.ts'
import { sysfsBase } from './sysfs-base.ts'

const SYSFS = '/sys/class/gpio'
/** udev hands the exported files to the gpio group a moment after boot */
const PATIENCE_MS = 10_000

/** GPIO through sysfs and npm `onoff`. Not fail-safe alone: after SIGKILL a relay stays as it was, so the unit's ExecStopPost drives it low. */
export async function openOnoff(request: GpioRequest): Promise<GpioLines> {
  const { Gpio } = await import('onoff').catch((cause: unknown) => {
    throw new GpioError('npm package onoff is not usable here (its native part was not built for this Node): use driver "gpio"', false, {
      cause,
    })
  })
  const base = sysfsBase(request.chip)
  const opened: Gpio[] = []
  const open = async (line: number, make: (number: number) => Gpio): Promise<Gpio> => {
    unexportLeftover(base + line)
    const gpio = await patiently(line, () => make(base + line))
    opened.push(gpio)
    return gpio
  }
  try {
    const relays = new Map<number, Gpio>()
    for (const line of request.relays) relays.set(line, await open(line, (number) => new Gpio(number, 'low'))) // 'low', not 'out': no glitch
    const inputs = new Map<number, Gpio>()
    for (const { line, activeLow, debounceMs } of request.inputs)
      inputs.set(line, await open(line, (number) => new Gpio(number, 'in', 'both', { debounceTimeout: debounceMs, activeLow })))
    return lines(relays, inputs, opened)
  } catch (cause) {
    for (const gpio of opened) gpio.unexport()
    throw cause
  }
}

function lines(relays: ReadonlyMap<number, Gpio>, inputs: ReadonlyMap<number, Gpio>, opened: Gpio[]): GpioLines {
  const listeners = new Set<(edge: { line: number; active: boolean }) => void>()
  const levels = new Map([...inputs].map(([line, gpio]) => [line, gpio.readSync() === 1]))
  for (const [line, gpio] of inputs)
    gpio.watch((error, value) => {
      const active = value === 1
      if (error || levels.get(line) === active) return
      levels.set(line, active)
      for (const listener of listeners) listener({ line, active })
    })
  const relay = createRelayPulse((line, on) => relays.get(line)?.writeSync(on ? 1 : 0), [...relays.keys()])
  return {
    pulse: relay.pulse,
    read: (line) => inputs.get(line)?.readSync() === 1,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      if (opened.length === 0) return
      relay.stop()
      for (const gpio of opened.splice(0)) {
        gpio.unwatchAll()
        gpio.unexport()
      }
    },
  }
}

function unexportLeftover(number: number): void {
  if (existsSync(join(SYSFS, `gpio${number}`))) writeFileSync(join(SYSFS, 'unexport'), String(number))
}

async function patiently<T>(line: number, make: () => T): Promise<T> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return make()
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code
      if ((code !== 'EACCES' && code !== 'ENOENT') || performance.now() > until) {
        const why = code === 'EBUSY' ? 'another program holds it' : code === 'EACCES' ? 'this user is not in the gpio group' : String(code)
        throw new GpioError(`GPIO ${line} could not be opened: ${why}`, code === 'EBUSY', { cause })
      }
      await sleep(100)
    }
  }
}
