import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Spot } from '../../appliance/recognition/cards/plate-networks.ts'
import type { Emissions } from '../../appliance/recognition/ctc.ts'
import type { LabelledPicture } from '../../appliance/recognition/evaluation/labels.ts'
import type { Picture } from '../../appliance/recognition/picture.ts'

/** What both networks saw in one picture: whatever spelling makes of it can be worked out again without them. */
export interface Seen {
  readonly picture: LabelledPicture
  readonly size: Pick<Picture, 'width' | 'height' | 'scale'>
  readonly spots: readonly Spot[]
  /** by view, as JSON */
  readonly crops: Map<string, Emissions>
}

/** Keeps what was seen beside the pictures, for one pair of networks: looking is the long part, and may be cut short or shared out. */
export interface Keep {
  read(picture: LabelledPicture): Seen | null
  write(seen: Seen): void
}

/** `pair` names the networks: what others saw is not taken for theirs. */
export function keepIn(folder: string, pair: string): Keep {
  const place = join(folder, `seen-${pair}`)
  mkdirSync(place, { recursive: true })
  const fileOf = ({ file }: LabelledPicture) => join(place, `${basename(file)}.json`)
  return {
    read(picture) {
      const file = fileOf(picture)
      if (!existsSync(file)) return null
      const { size, spots, crops } = JSON.parse(readFileSync(file, 'utf8')) as Kept
      return { picture, size, spots, crops: new Map(crops.map(([view, kept]) => [view, emissionsOf(kept)])) }
    },
    write({ picture, size, spots, crops }) {
      const file = fileOf(picture)
      const kept: Kept = { size, spots, crops: [...crops].map(([view, emissions]) => [view, keptOf(emissions)]) }
      writeFileSync(`${file}.part`, JSON.stringify(kept))
      renameSync(`${file}.part`, file)
    },
  }
}

interface KeptEmissions {
  readonly steps: number
  /** float32, base64 */
  readonly p: string
  readonly style?: readonly (readonly [string, number])[]
}

interface Kept extends Pick<Seen, 'size' | 'spots'> {
  readonly crops: readonly (readonly [view: string, KeptEmissions])[]
}

const keptOf = ({ steps, p, style }: Emissions): KeptEmissions => ({
  ...{ steps, p: Buffer.from(p.buffer, p.byteOffset, p.byteLength).toString('base64') },
  ...(style ? { style: [...style] } : {}),
})

const emissionsOf = ({ steps, p, style }: KeptEmissions): Emissions => ({
  ...{ steps, p: new Float32Array(new Uint8Array(Buffer.from(p, 'base64')).buffer) },
  ...(style ? { style: new Map(style) } : {}),
})
