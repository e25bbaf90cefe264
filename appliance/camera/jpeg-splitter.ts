/**
 * Cuts a byte stream of JPEG pictures (MJPEG as `rpicam-vid --codec mjpeg` and `ffmpeg -f mjpeg` write it) into whole pictures.
 *
 * It walks the markers of ITU-T T.81 annex B instead of searching for the end marker FF D9: an EXIF thumbnail is a JPEG inside
 * an APP1 segment and carries an end marker of its own. Bytes that are not a picture are skipped until the next start marker.
 */
export interface JpegSplitter {
  /** Takes any cut of the stream and returns the pictures it completed, oldest first, each in memory of its own. */
  push(chunk: Uint8Array): Uint8Array[]
  /** bytes skipped because they belonged to no picture, or to one larger than the limit */
  readonly skipped: number
}

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= SOI)

/** `maxBytes`: a picture that grows past it is dropped, so a camera that sends garbage cannot fill the memory. */
export function createJpegSplitter({ maxBytes = 16 << 20 }: { readonly maxBytes?: number } = {}): JpegSplitter {
  let buffer = new Uint8Array(1 << 18)
  let length = 0
  /** next byte to look at; everything before it is understood */
  let at = 0
  let inPicture = false
  let inScan = false
  let skipped = 0

  const drop = (count: number) => {
    buffer.copyWithin(0, count, length)
    length -= count
    at = Math.max(0, at - count)
  }
  const resync = () => {
    skipped += Math.max(at, 1)
    drop(Math.max(at, 1))
    at = 0
    inPicture = false
    inScan = false
  }

  /** Looks for FF D8 and moves it to the front; false when more bytes are needed. */
  const findStart = (): boolean => {
    let start = 0
    while (start + 1 < length && !(buffer[start] === 0xff && buffer[start + 1] === SOI)) start++
    if (start > 0) {
      skipped += start
      drop(start)
    }
    if (length < 2) return false
    at = 2
    inPicture = true
    return true
  }

  /** Entropy-coded bytes run to the next FF that is neither stuffing (FF 00) nor a restart marker. */
  const passScan = (): boolean => {
    while (at + 1 < length) {
      const next = buffer[at + 1] as number
      if (buffer[at] === 0xff && next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) {
        inScan = false
        return true
      }
      at++
    }
    return false
  }

  /** One marker segment: 'more' bytes needed, 'next' segment follows, 'end' of the picture reached, 'lost' track of the stream. */
  const passSegment = (): 'more' | 'next' | 'end' | 'lost' => {
    if (at + 1 >= length) return 'more'
    if (buffer[at] !== 0xff) return 'lost'
    const marker = buffer[at + 1] as number
    if (marker === 0xff) {
      at++ // fill bytes before a marker are legal (B.1.1.2)
      return 'next'
    }
    if (marker === SOI || marker === 0x00) return 'lost'
    if (marker === EOI) {
      at += 2
      return 'end'
    }
    if (isStandalone(marker)) {
      at += 2
      return 'next'
    }
    if (at + 3 >= length) return 'more'
    const size = ((buffer[at + 2] as number) << 8) | (buffer[at + 3] as number)
    if (size < 2) return 'lost'
    if (at + 2 + size > length) return 'more'
    at += 2 + size
    inScan = marker === SOS
    return 'next'
  }

  const append = (chunk: Uint8Array) => {
    if (length + chunk.length > buffer.length) {
      const grown = new Uint8Array(Math.max(buffer.length * 2, length + chunk.length))
      grown.set(buffer.subarray(0, length))
      buffer = grown
    }
    buffer.set(chunk, length)
    length += chunk.length
  }

  return {
    get skipped() {
      return skipped
    },
    push(chunk) {
      append(chunk)
      const pictures: Uint8Array[] = []
      for (;;) {
        if (!inPicture && !findStart()) break
        if (inScan && !passScan()) break
        const step = passSegment()
        if (step === 'more') break
        if (step === 'lost') resync()
        if (step === 'end') {
          pictures.push(buffer.slice(0, at))
          drop(at)
          at = 0
          inPicture = false
        }
      }
      if (length > maxBytes) {
        skipped += length
        length = 0
        at = 0
        inPicture = false
        inScan = false
      }
      return pictures
    },
  }
}
