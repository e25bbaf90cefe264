import OpusScript from 'opusscript'

/** 24 kHz mono speech in an Ogg file (RFC 3533, RFC 7845): what Chromium plays, in a tenth of a WAV's size. */
const RATE = 24_000
const FRAME = 480
/** Opus counts samples at 48 kHz, whatever went in. */
const TICKS = (FRAME * 48_000) / RATE
const PRE_SKIP = 312
const BITS = 14_000

const crcTable = Uint32Array.from({ length: 256 }, (_, i) => {
  let r = i << 24
  for (let bit = 0; bit < 8; bit++) r = r & 0x80000000 ? (r << 1) ^ 0x04c11db7 : r << 1
  return r >>> 0
})
function crc(page: Uint8Array): number {
  let sum = 0
  for (const byte of page) sum = ((sum << 8) ^ (crcTable[((sum >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0
  return sum
}

function oggPage(packets: readonly Uint8Array[], granule: number, sequence: number, flags: number): Uint8Array {
  const lacing = packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255])
  const page = new Uint8Array(27 + lacing.length + packets.reduce((sum, { length }) => sum + length, 0))
  const view = new DataView(page.buffer)
  page.set(new TextEncoder().encode('OggS'))
  page[5] = flags
  view.setBigUint64(6, BigInt(granule), true)
  view.setUint32(14, 1, true)
  view.setUint32(18, sequence, true)
  page[26] = lacing.length
  page.set(lacing, 27)
  let at = 27 + lacing.length
  for (const packet of packets) {
    page.set(packet, at)
    at += packet.length
  }
  view.setUint32(22, crc(page), true)
  return page
}

function opusHead(): Uint8Array {
  const head = new Uint8Array(19)
  const view = new DataView(head.buffer)
  head.set(new TextEncoder().encode('OpusHead'))
  head.set([1, 1], 8)
  view.setUint16(10, PRE_SKIP, true)
  view.setUint32(12, RATE, true)
  return head
}

function opusTags(): Uint8Array {
  const vendor = new TextEncoder().encode('Gatehouse')
  const tags = new Uint8Array(16 + vendor.length)
  tags.set(new TextEncoder().encode('OpusTags'))
  new DataView(tags.buffer).setUint32(8, vendor.length, true)
  tags.set(vendor, 12)
  return tags
}

/** Samples at another rate, by straight lines between its own: enough for a synthesised voice. */
function resampled(samples: Int16Array, from: number): Int16Array {
  const step = from / RATE
  return Int16Array.from({ length: Math.floor(samples.length / step) }, (_, i) => {
    const at = i * step
    const left = samples[Math.floor(at)] ?? 0
    const right = samples[Math.floor(at) + 1] ?? left
    return left + (right - left) * (at % 1)
  })
}

/** One encoder for many clips; `close` gives its memory back. */
export function oggOpusEncoder(): { encode(samples: Int16Array, rate: number): Uint8Array; close(): void } {
  const encoder = new OpusScript(RATE, 1, OpusScript.Application.VOIP)
  encoder.setBitrate(BITS)
  return {
    encode(samples, rate) {
      const pcm = resampled(samples, rate)
      const packets: Uint8Array[] = []
      for (let at = 0; at < pcm.length; at += FRAME) {
        const frame = new Int16Array(FRAME)
        frame.set(pcm.subarray(at, at + FRAME))
        packets.push(Uint8Array.from(encoder.encode(Buffer.from(frame.buffer), FRAME)))
      }
      const pages = [oggPage([opusHead()], 0, 0, 2), oggPage([opusTags()], 0, 1, 0)]
      const perPage = 40
      for (let first = 0; first < packets.length; first += perPage) {
        const some = packets.slice(first, first + perPage)
        const isLast = first + perPage >= packets.length
        const end = PRE_SKIP + Math.round((pcm.length * 48_000) / RATE)
        pages.push(oggPage(some, isLast ? end : (first + some.length) * TICKS, pages.length, isLast ? 4 : 0))
      }
      return Buffer.concat(pages)
    },
    close: () => encoder.delete(),
  }
}
