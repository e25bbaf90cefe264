import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { Picture } from './picture.ts'
import type { PlateSyntax } from './syntax.ts'

/** The stages of a search whose CPU time is told apart. */
export type Stage = 'detect' | 'read'

/** Finds and reads plates. The rest of the room does not know which networks are behind it. */
export interface Engine {
  /** whether its networks look at colours; a picture decoded without them will do otherwise */
  readonly colour: boolean
  /** every plate of the picture, best first, boxes in pixels of the picture as taken; `spent` is called at the end of each stage */
  search(picture: Picture, syntax: PlateSyntax, spent: (stage: Stage) => void): Promise<PlateRead[]>
  release(): Promise<void>
}
