/**
 * The kernel's GPIO character device, version 2 (include/uapi/linux/gpio.h, Linux ≥ 5.10): byte layouts of the structures we pass
 * to ioctl, little-endian, as both x86-64 and arm64 lay them out.
 */
const ioc = (direction: number, size: number, number: number) => ((direction << 30) | (size << 16) | (0xb4 << 8) | number) >>> 0
const LINE_REQUEST_SIZE = 592
const LINE_CONFIG_AT = 288
export const CHIP_INFO_SIZE = 68
export const LINE_EVENT_SIZE = 48

export const ioctlNumbers = {
  chipInfo: ioc(2, CHIP_INFO_SIZE, 0x01),
  lineRequest: ioc(3, LINE_REQUEST_SIZE, 0x07),
  getValues: ioc(3, 16, 0x0e),
  setValues: ioc(3, 16, 0x0f),
} as const

const FLAG = { activeLow: 1n << 1n, input: 1n << 2n, output: 1n << 3n, rising: 1n << 4n, falling: 1n << 5n, pullUp: 1n << 8n } as const
const ATTRIBUTE = { flags: 1, outputValues: 2, debounce: 3 } as const

export const chipLabel = (chipInfo: Buffer): string => chipInfo.toString('utf8', 32, 64).replace(/\0.*$/s, '')
export const requestedFd = (request: Buffer): number => request.readInt32LE(LINE_REQUEST_SIZE - 4)

function lineRequest(offsets: readonly number[], consumer: string, flags: bigint, attributes: readonly ((at: Buffer) => void)[]): Buffer {
  const request = Buffer.alloc(LINE_REQUEST_SIZE)
  for (const [i, offset] of offsets.entries()) request.writeUInt32LE(offset, i * 4)
  request.write(consumer.slice(0, 31), 256, 'utf8')
  request.writeBigUInt64LE(flags, LINE_CONFIG_AT)
  request.writeUInt32LE(attributes.length, LINE_CONFIG_AT + 8)
  for (const [i, write] of attributes.entries()) write(request.subarray(LINE_CONFIG_AT + 32 + i * 24))
  request.writeUInt32LE(offsets.length, LINE_CONFIG_AT + 272)
  return request
}

const mask = (count: number): bigint => (1n << BigInt(count)) - 1n

/** Outputs, all low from the first instant. */
export const outputRequest = (offsets: readonly number[], consumer: string): Buffer =>
  lineRequest(offsets, consumer, FLAG.output, [
    (attribute) => {
      attribute.writeUInt32LE(ATTRIBUTE.outputValues, 0)
      attribute.writeBigUInt64LE(0n, 8)
      attribute.writeBigUInt64LE(mask(offsets.length), 16)
    },
  ])

/** Inputs with pull-up and both edges; one kernel debounce for all, and the active-low ones inverted. At most 64 lines. */
export function inputRequest(
  inputs: readonly { readonly line: number; readonly activeLow: boolean; readonly debounceMs: number }[],
  consumer: string,
): Buffer {
  const flags = FLAG.input | FLAG.rising | FLAG.falling | FLAG.pullUp
  const low = inputs.reduce((bits, input, i) => (input.activeLow ? bits | (1n << BigInt(i)) : bits), 0n)
  const periods = [...new Set(inputs.map((input) => input.debounceMs))]
  const invert = (attribute: Buffer) => {
    attribute.writeUInt32LE(ATTRIBUTE.flags, 0)
    attribute.writeBigUInt64LE(flags | FLAG.activeLow, 8)
    attribute.writeBigUInt64LE(low, 16)
  }
  const debounce = (period: number) => (attribute: Buffer) => {
    attribute.writeUInt32LE(ATTRIBUTE.debounce, 0)
    attribute.writeUInt32LE(period * 1000, 8)
    attribute.writeBigUInt64LE(
      inputs.reduce((bits, input, i) => (input.debounceMs === period ? bits | (1n << BigInt(i)) : bits), 0n),
      16,
    )
  }
  return lineRequest(
    inputs.map((input) => input.line),
    consumer,
    flags,
    [...(low === 0n ? [] : [invert]), ...periods.filter((period) => period > 0).map(debounce)],
  )
}

/** `bits` and `mask` of struct gpio_v2_line_values. */
export function lineValues(bits: bigint, count: number): Buffer {
  const values = Buffer.alloc(16)
  values.writeBigUInt64LE(bits, 0)
  values.writeBigUInt64LE(count === 0 ? bits : mask(count), 8)
  return values
}

/** One line with its new value. */
export function oneLineValue(index: number, on: boolean): Buffer {
  const values = Buffer.alloc(16)
  const bit = 1n << BigInt(index)
  values.writeBigUInt64LE(on ? bit : 0n, 0)
  values.writeBigUInt64LE(bit, 8)
  return values
}

/** struct gpio_v2_line_event: id 1 = rising, 2 = falling (after active-low inversion). */
export const lineEvents = (bytes: Buffer): { line: number; active: boolean }[] =>
  Array.from({ length: Math.floor(bytes.length / LINE_EVENT_SIZE) }, (_, i) => ({
    active: bytes.readUInt32LE(i * LINE_EVENT_SIZE + 8) === 1,
    line: bytes.readUInt32LE(i * LINE_EVENT_SIZE + 12),
  }))
