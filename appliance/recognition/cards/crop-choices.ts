/** Growth and shift of a crop in shares of the plate's own width and height. */
export type Shape = readonly [mx: number, my: number, dx: number, dy: number]

/** What the search reads of a picture, and when it stops. Tried on renders, never on photographs: `make -C training choices`. */
export interface CropChoices {
  readonly firstShape: Shape
  readonly furtherShapes: readonly Shape[]
  /** spots this much less sure than the surest are not read, and only those hardly less sure are tried as two rows */
  readonly leastShare: number
  readonly twoRowsShare: number
  /** plates squarer than this are read as two rows, too, unless one row is as sure as that; two must win by as much, for they spell more easily */
  readonly twoRowsBelow: number
  readonly sureAsOneRow: number
  readonly twoRowsWinBy: number
  /** a plate nearly as promising as the best is read in further crops */
  readonly worthACloserLook: number
  /** how sure a text must be, after so many crops, for no further one to be read */
  readonly sureAfter: readonly { readonly crops: number; readonly p: number }[]
  /** nor is it sure by the syntax alone: the network itself must give the text this probability, on average over the crops */
  readonly sureItself: number
}

export const USUAL_CHOICES: CropChoices = {
  firstShape: [0.03, 0.04, 0, 0],
  furtherShapes: [
    [0, 0, 0, 0],
    [0.07, 0.1, 0, 0],
    [0.04, 0.05, 0.02, 0.03],
    [0.04, 0.05, -0.02, -0.03],
  ],
  leastShare: 0.6,
  twoRowsShare: 0.7,
  twoRowsBelow: 2.4,
  sureAsOneRow: 0.8,
  twoRowsWinBy: 1.5,
  worthACloserLook: 0.5,
  sureAfter: [
    { crops: 1, p: 0.9 },
    { crops: 2, p: 0.85 },
    { crops: 3, p: 0.8 },
  ],
  sureItself: 0.75,
}
