import type { Emissions } from '../ctc.ts'
import type { Quad } from '../geometry.ts'
import type { Picture } from '../picture.ts'

/** A place that may be a plate: corners in pixels of the decoded picture, clockwise from top left, and how sure the detector is, 0..1. */
export interface Spot {
  readonly quad: Quad
  readonly p: number
}

/** Finds plates, surest first. */
export interface PlateDetector {
  /** whether it looks at `rgb`; `grey` is there in any case */
  readonly colour: boolean
  detect(picture: Picture): Promise<Spot[]>
  release(): Promise<void>
}

/** One crop to read: a quadrilateral of the picture, holding one row of characters or two. */
export interface View {
  readonly quad: Quad
  readonly rows: 1 | 2
}

/** Reads crops; one answer each, in their order. */
export interface CropReader {
  /** whether it looks at `rgb`; `grey` is there in any case */
  readonly colour: boolean
  /** whether a plate of two rows has to be shown row by row, or the network reads it as it is */
  readonly rowByRow: boolean
  read(picture: Picture, views: readonly View[]): Promise<Emissions[]>
  release(): Promise<void>
}
