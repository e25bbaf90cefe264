import type { Emissions } from './ctc.ts'
import type { TurnedRect } from './geometry.ts'
import type { Picture } from './picture.ts'
import type { TextMap } from './text-map.ts'

/** A detector and a reader of text lines. The rest of the room does not know which networks are behind it. */
export interface Engine {
  /** where there is writing; the map covers the whole picture at the engine's own size */
  detect(picture: Picture): Promise<TextMap>
  /** what one line says */
  readLine(picture: Picture, line: TurnedRect): Promise<LineText>
  release(): Promise<void>
}

export interface LineText {
  readonly emissions: Emissions
  /** everything that was printed, as the network's own alphabet spells it */
  readonly raw: string
}
