/**
 * Run as the only program of a virtual machine whose kernel simulates a Pi 5's GPIO chips (gpio-sim): drives both real drivers
 * against the real kernel interfaces and looks at every line from the simulator's side. Prints `ok …` or `not ok …` per check.
 */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createGpioBarrier } from '../../barrier/gpio-barrier.ts'
import type { Clock } from '../../lane/ports.ts'
import { openCdev } from '../cdev.ts'
import type { GpioLines, OpenGpio } from '../lines.ts'
import { openOnoff } from '../onoff.ts'
import { sysfsBase } from '../sysfs-base.ts'

const SIM = '/sys/kernel/config/gpio-sim/pi'
const text = (path: string) => readFileSync(path, 'utf8').trim()
const bank = `/sys/devices/platform/${text(`${SIM}/dev_name`)}/${text(`${SIM}/bank0/chip_name`)}`
const level = (line: number) => text(`${bank}/sim_gpio${line}/value`)
const pull = (line: number, up: boolean) => writeFileSync(`${bank}/sim_gpio${line}/pull`, up ? 'pull-up' : 'pull-down')
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const clock: Clock = {
  wall: () => Date.now(),
  mono: () => performance.now(),
  quality: () => 'trusted',
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
}
const RELAY = 17
const ARMING = 23
const CLOSING = 24
const OPEN_LIMIT = 25
const CLOSED_LIMIT = 26
const request = {
  chip: 'pinctrl-rp1',
  relays: [RELAY],
  inputs: [ARMING, CLOSING, OPEN_LIMIT, CLOSED_LIMIT].map((line) => ({ line, activeLow: true, debounceMs: 10 })),
  consumer: 'gatehouse drill',
}

let failures = 0
function check(name: string, holds: boolean, seen: unknown = ''): void {
  if (!holds) failures++
  console.log(`${holds ? 'ok' : 'not ok'} ${name}${holds ? '' : ` (saw ${JSON.stringify(seen)})`}`)
}

/** A child that starts a two-second pulse and is killed in the middle of it. */
async function killMidPulse(driver: string): Promise<void> {
  const child = spawn(process.execPath, [import.meta.filename, 'pulse', driver], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  for (let i = 0; i < 100 && level(RELAY) !== '1'; i++) await sleep(20)
  check(`${driver}: the child holds the relay in mid-pulse`, level(RELAY) === '1')
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  await sleep(100)
}

async function drill(driver: string, open: OpenGpio): Promise<void> {
  for (const { line } of request.inputs) pull(line, true)
  const gpio = await open(request)
  check(`${driver}: relay low after opening`, level(RELAY) === '0')

  const started = performance.now()
  const pulse = gpio.pulse(RELAY, 500)
  await sleep(100)
  check(`${driver}: relay high during the pulse`, level(RELAY) === '1')
  await pulse
  const took = performance.now() - started
  check(`${driver}: relay low after a pulse of about 500 ms`, level(RELAY) === '0' && took >= 490 && took < 900, took)
  check(
    `${driver}: a pulse over the maximum is refused`,
    await gpio.pulse(RELAY, 2_001).then(
      () => false,
      () => level(RELAY) === '0',
    ),
  )

  const edges: string[] = []
  gpio.subscribe((edge) => edges.push(`${edge.line}${edge.active ? '+' : '-'}`))
  pull(ARMING, false)
  await sleep(300)
  check(`${driver}: a contact to ground reads as active`, gpio.read(ARMING) && !gpio.read(CLOSING))
  pull(ARMING, true)
  await sleep(300)
  check(`${driver}: one edge in, one edge out`, edges.join() === '23+,23-', edges)

  await drillBarrier(driver, gpio)
  check(`${driver}: relay low after stop`, level(RELAY) === '0')
}

/** The simulated arm: leaves the closed limit when the relay closes, reaches the open limit half a second later. */
async function drillBarrier(driver: string, gpio: GpioLines): Promise<void> {
  pull(CLOSED_LIMIT, false)
  await sleep(100)
  const barrier = createGpioBarrier({
    gpio,
    wiring: { relay: RELAY, armingLoop: ARMING, closingLoop: CLOSING, openLimit: OPEN_LIMIT, closedLimit: CLOSED_LIMIT },
    clock,
  })
  check(`${driver}: arm reads closed`, barrier.arm() === 'closed', barrier.arm())
  const opening = barrier.open({ commandId: 'drill', laneId: 'exit', issuedAt: Date.now(), expiresAt: Date.now() + 3_000 })
  await sleep(150)
  const energised = level(RELAY) === '1'
  pull(CLOSED_LIMIT, true)
  await sleep(500)
  pull(OPEN_LIMIT, false)
  const result = await opening
  check(
    `${driver}: one pulse opens the arm, feedback by limit switch`,
    energised && result.result === 'opened' && barrier.arm() === 'open',
    { energised, result, arm: barrier.arm() },
  )
  await barrier.stop()
  pull(OPEN_LIMIT, true)
}

async function main(): Promise<void> {
  const base = sysfsBase('pinctrl-rp1')
  check('the chip is found by its label behind a decoy, so its base is not the first number', base !== 512, base)
  await drill('onoff', openOnoff)
  await drill('cdev', openCdev)

  await killMidPulse('cdev')
  check('cdev: the kernel drops the relay when the process is killed', level(RELAY) === '0', level(RELAY))
  await killMidPulse('onoff')
  check('onoff: the relay stays on after a kill (why the unit has an ExecStopPost)', level(RELAY) === '1', level(RELAY))
  const again = await openOnoff(request)
  check('onoff: opening again takes over the leftover line and drives it low', level(RELAY) === '0', level(RELAY))
  await again.close()
  console.log(failures === 0 ? 'DRILL PASSED' : `DRILL FAILED: ${failures}`)
  process.exit(failures === 0 ? 0 : 1)
}

const [mode, driver] = process.argv.slice(2)
if (mode === 'pulse') {
  const gpio = await (driver === 'cdev' ? openCdev : openOnoff)(request)
  console.log('opened')
  await gpio.pulse(RELAY, 2_000)
} else await main()
