import type { PlateRead } from '@gatehouse/domain/plate.ts'

/** How much a plate stands out of what is in view: the car at the barrier is nearest, so it is seen surest and largest. */
export const prominence = ({ confidence, box: [, , width, height] }: Pick<PlateRead, 'confidence' | 'box'>): number =>
  confidence * Math.sqrt(width * height)
