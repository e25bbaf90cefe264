/** One file per language holds all its clips: the length of the index (4 bytes, big-endian), the index as JSON, then the Ogg files. */
export type ClipIndex = Readonly<Record<string, readonly [start: number, length: number]>>

export function packVoice(clips: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  let at = 0
  const index = Object.fromEntries(
    [...clips].map(([key, { length }]) => {
      const entry = [at, length]
      at += length
      return [key, entry]
    }),
  )
  const head = new TextEncoder().encode(JSON.stringify(index))
  const file = new Uint8Array(4 + head.length + at)
  new DataView(file.buffer).setUint32(0, head.length)
  file.set(head, 4)
  let place = 4 + head.length
  for (const clip of clips.values()) {
    file.set(clip, place)
    place += clip.length
  }
  return file
}

/** Takes one clip out, ready to be decoded; null for a key it does not have. */
export function openVoice(file: ArrayBuffer): (key: string) => ArrayBuffer | null {
  const size = new DataView(file).getUint32(0)
  const index = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, size))) as ClipIndex
  return (key) => {
    const entry = index[key]
    return entry ? file.slice(4 + size + entry[0], 4 + size + entry[0] + entry[1]) : null
  }
}
