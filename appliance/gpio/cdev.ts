import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import koffi from 'koffi'
import {
  CHIP_INFO_SIZE,
  chipLabel,
  inputRequest,
  ioctlNumbers,
  LINE_EVENT_SIZE,
  lineEvents,
  lineValues,
  oneLineValue,
  outputRequest,
  requestedFd,
} from './cdev-abi.ts'
import { GpioError, type GpioLines, type GpioRequest, PI_CHIPS } from './lines.ts'
import { createRelayPulse } from './relay-pulse.ts'

const PATIENCE_MS = 10_000
const POLL_MS = 250
const POLLIN = 1
const EVENTS_AT_ONCE = 16

const libc = koffi.load('libc.so.6')
const ioctlCall = libc.func('int ioctl(int fd, unsigned long request, _Inout_ void *argument)')
const pollCall = libc.func('int poll(_Inout_ void *fds, unsigned long count, int timeout)')

function ioctl(fd: number, request: number, argument: Buffer, doing: string): void {
  if (ioctlCall(fd, request, argument) === 0) return
  const number = koffi.errno()
  const busy = number === koffi.os.errno.EBUSY
  throw new GpioError(
    `the kernel refused to ${doing} (errno ${number}): ${busy ? 'another program holds the line' : 'check the line numbers in site.toml'}`,
    busy,
  )
}

/** GPIO through the character device: the kernel drives lines back when this process dies, debounces, and stamps edges. */
export async function openCdev(request: GpioRequest): Promise<GpioLines> {
  const chip = await findChip(request.chip)
  const held: number[] = []
  try {
    const outputs = take(chip, outputRequest(request.relays, request.consumer), request.relays, held)
    const inputs = take(
      chip,
      inputRequest(request.inputs, request.consumer),
      request.inputs.map((input) => input.line),
      held,
    )
    return lines(request, outputs, inputs)
  } catch (cause) {
    for (const fd of held) closeSync(fd)
    throw cause
  } finally {
    closeSync(chip)
  }
}

function take(chip: number, request: Buffer, offsets: readonly number[], held: number[]): number | null {
  if (offsets.length === 0) return null
  ioctl(chip, ioctlNumbers.lineRequest, request, `hand over GPIO ${offsets.join(', ')}`)
  const fd = requestedFd(request)
  held.push(fd)
  return fd
}

function lines(request: GpioRequest, outputs: number | null, inputs: number | null): GpioLines {
  const listeners = new Set<(edge: { line: number; active: boolean }) => void>()
  const offsets = request.inputs.map((input) => input.line)
  let closing = false
  const relay = createRelayPulse((line, on) => {
    if (outputs !== null)
      ioctl(outputs, ioctlNumbers.setValues, oneLineValue(request.relays.indexOf(line), on), `switch GPIO ${line} ${on ? 'on' : 'off'}`)
  }, request.relays)

  const watch = async (fd: number) => {
    const events = Buffer.alloc(LINE_EVENT_SIZE * EVENTS_AT_ONCE)
    const pollfd = Buffer.alloc(8)
    while (!closing) {
      pollfd.writeInt32LE(fd, 0)
      pollfd.writeInt16LE(POLLIN, 4)
      // Waits on a thread of koffi's own; the timeout only bounds how long close() takes.
      const ready = await new Promise<number>((resolve) =>
        pollCall.async(pollfd, 1, POLL_MS, (_error: unknown, count: number) => resolve(count)),
      )
      if (closing || ready <= 0) continue
      const size = readSync(fd, events)
      for (const edge of lineEvents(events.subarray(0, size))) for (const listener of listeners) listener(edge)
    }
    closeSync(fd)
  }
  const watching = inputs === null ? Promise.resolve() : watch(inputs)

  return {
    pulse: relay.pulse,
    read(line) {
      if (inputs === null || closing) return false
      const values = lineValues(0n, offsets.length)
      ioctl(inputs, ioctlNumbers.getValues, values, `read GPIO ${line}`)
      return (values.readBigUInt64LE(0) & (1n << BigInt(offsets.indexOf(line)))) !== 0n
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      if (closing) return watching
      relay.stop()
      closing = true
      await watching
      if (outputs !== null) closeSync(outputs)
    },
  }
}

async function findChip(wanted: string): Promise<number> {
  const labels: readonly string[] = wanted === 'auto' ? PI_CHIPS : [wanted]
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const seen: string[] = []
    for (const name of readdirSync('/dev').filter((entry) => /^gpiochip\d+$/.test(entry))) {
      const found = openLabelled(`/dev/${name}`, labels)
      if (typeof found === 'number') return found
      seen.push(found)
    }
    // Right after boot udev may not have handed the device to the gpio group yet: wait only while something was unreadable or absent.
    const hopeful = seen.length === 0 || seen.some((entry) => entry.endsWith('(no access)'))
    if (!hopeful || performance.now() > until)
      throw new GpioError(
        `no GPIO chip labelled ${labels.join(' or ')} (found: ${seen.join(', ') || 'none'}): set barrier.chip, or add this user to the gpio group`,
        false,
      )
    await sleep(200)
  }
}

function openLabelled(path: string, labels: readonly string[]): number | string {
  let fd: number
  try {
    fd = openSync(path, 'r+')
  } catch {
    return `${path} (no access)`
  }
  const chipInfo = Buffer.alloc(CHIP_INFO_SIZE)
  ioctl(fd, ioctlNumbers.chipInfo, chipInfo, `name ${path}`)
  const label = chipLabel(chipInfo)
  if (labels.includes(label)) return fd
  closeSync(fd)
  return label
}
