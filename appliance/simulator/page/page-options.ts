import type { CarPark } from '../car-park.ts'

export interface PageOptions {
  readonly park: CarPark
  readonly placeName: string
  readonly timeZone: string
  readonly ownerUrl: string | null
}
