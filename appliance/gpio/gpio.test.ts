import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inputRequest, ioctlNumbers, lineEvents, oneLineValue, outputRequest, requestedFd } from './cdev-abi.ts'
import { RELAY_MAX_MS } from './lines.ts'
import { openMemoryGpio } from './memory.ts'
import { createRelayPulse } from './relay-pulse.ts'
import { sysfsBase } from './sysfs-base.ts'

describe('relay pulse', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is never on longer than the maximum, whatever is asked, in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ line: fc.constantFrom(17, 22), ms: fc.integer({ min: -10, max: 5_000 }), pause: fc.integer({ min: 0, max: 3_000 }) }),
          { maxLength: 20 },
        ),
        async (asks) => {
          const since = new Map<number, number>()
          let longest = 0
          const relay = createRelayPulse(
            (line, on) => {
              if (on) since.set(line, Date.now())
              else {
                longest = Math.max(longest, Date.now() - (since.get(line) ?? Date.now()))
                since.delete(line)
              }
            },
            [17, 22],
          )
          for (const ask of asks) {
            relay.pulse(ask.line, ask.ms).catch(() => {})
            await vi.advanceTimersByTimeAsync(ask.pause)
          }
          relay.stop()
          expect(since.size).toBe(0)
          expect(longest).toBeLessThanOrEqual(RELAY_MAX_MS)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('refuses a second pulse while one runs, an unknown line and a pulse after stop', async () => {
    const relay = createRelayPulse(() => {}, [17])
    const first = relay.pulse(17, 500)
    await expect(relay.pulse(17, 500)).rejects.toThrow('still in its last pulse')
    await expect(relay.pulse(4, 500)).rejects.toThrow('not requested as a relay')
    await vi.advanceTimersByTimeAsync(500)
    await first
    relay.stop()
    await expect(relay.pulse(17, 500)).rejects.toThrow('given back')
  })

  it('says loudly when a relay cannot be switched off', async () => {
    const relay = createRelayPulse(
      (_, on) => {
        if (!on) throw new Error('EIO')
      },
      [17],
    )
    const pulse = expect(relay.pulse(17, 500)).rejects.toThrow('check the relay board at once')
    await vi.advanceTimersByTimeAsync(500)
    await pulse
  })
})

describe('memory GPIO', () => {
  it('remembers pulses and reports input edges once', async () => {
    const gpio = await openMemoryGpio({
      chip: 'auto',
      relays: [17],
      inputs: [{ line: 23, activeLow: true, debounceMs: 50 }],
      consumer: 'test',
    })
    const edges: unknown[] = []
    gpio.subscribe((edge) => edges.push(edge))
    gpio.drive(23, true)
    gpio.drive(23, true)
    await gpio.pulse(17, 20)
    expect(edges).toEqual([{ line: 23, active: true }])
    expect(gpio.relayEdges.map((edge) => edge.on)).toEqual([true, false])
    await gpio.close()
  })
})

describe('kernel structures (include/uapi/linux/gpio.h)', () => {
  it('has the ioctl numbers of the header', () => {
    expect(ioctlNumbers).toEqual({ chipInfo: 0x8044b401, lineRequest: 0xc250b407, getValues: 0xc010b40e, setValues: 0xc010b40f })
  })

  it('asks for outputs low from the first instant', () => {
    const request = outputRequest([17, 27], 'gatehouse entry')
    expect([request.readUInt32LE(0), request.readUInt32LE(4)]).toEqual([17, 27])
    expect(request.toString('utf8', 256, 271)).toBe('gatehouse entry')
    expect(request.readBigUInt64LE(288)).toBe(1n << 3n)
    expect([request.readUInt32LE(296), request.readUInt32LE(320), request.readBigUInt64LE(328), request.readBigUInt64LE(336)]).toEqual([
      1,
      2,
      0n,
      3n,
    ])
    expect(request.readUInt32LE(560)).toBe(2)
    request.writeInt32LE(42, 588)
    expect(requestedFd(request)).toBe(42)
  })

  it('asks for inputs with pull-up, both edges, inversion and debounce by mask', () => {
    const request = inputRequest(
      [
        { line: 23, activeLow: true, debounceMs: 50 },
        { line: 24, activeLow: false, debounceMs: 30 },
      ],
      'gatehouse',
    )
    expect(request.readUInt32LE(296)).toBe(3)
    const attribute = (i: number) => request.subarray(320 + i * 24, 344 + i * 24)
    expect([attribute(0).readUInt32LE(0), attribute(0).readBigUInt64LE(16)]).toEqual([1, 1n])
    expect([attribute(1).readUInt32LE(0), attribute(1).readUInt32LE(8), attribute(1).readBigUInt64LE(16)]).toEqual([3, 50_000, 1n])
    expect([attribute(2).readUInt32LE(8), attribute(2).readBigUInt64LE(16)]).toEqual([30_000, 2n])
  })

  it('reads events and writes one line of several', () => {
    const event = Buffer.alloc(96)
    event.writeUInt32LE(1, 8)
    event.writeUInt32LE(23, 12)
    event.writeUInt32LE(2, 56)
    event.writeUInt32LE(24, 60)
    expect(lineEvents(event)).toEqual([
      { line: 23, active: true },
      { line: 24, active: false },
    ])
    const value = oneLineValue(1, true)
    expect([value.readBigUInt64LE(0), value.readBigUInt64LE(8)]).toEqual([2n, 2n])
  })
})

describe('sysfs chip base', () => {
  const root = mkdtempSync(join(tmpdir(), 'gatehouse-sysfs-'))
  const chip = (name: string, label: string, base: number) => {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, 'label'), `${label}\n`)
    writeFileSync(join(root, name, 'base'), `${base}\n`)
  }
  chip('gpiochip512', 'gpio-brcmstb@107d508500', 512)
  chip('gpiochip544', 'pinctrl-rp1', 544)
  afterEach(() => void vi.useRealTimers())

  it('finds the header chip by label, not by number', () => {
    expect(sysfsBase('auto', root)).toBe(544)
    expect(sysfsBase('pinctrl-rp1', root)).toBe(544)
  })

  it('names the chips it saw when the wanted one is absent', () => {
    expect(() => sysfsBase('pinctrl-bcm2711', root)).toThrow(/found: gpio-brcmstb@107d508500, pinctrl-rp1/)
    expect(() => sysfsBase('auto', '/nonexistent')).toThrow(/choose the gpio \(cdev\) driver/)
    rmSync(root, { recursive: true })
  })
})
