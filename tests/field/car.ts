import type { PlateReader } from '@gatehouse/appliance/lane/ports.ts'
import type { CarPhoto } from '@gatehouse/appliance/simulator/photos.ts'
import { normalisePlate, type PlateRead } from '@gatehouse/domain/plate.ts'
import { cardText } from '../garage.ts'

/** A car of a field case: what the camera makes of it, which need not be what is printed on it. */
export interface Car {
  /** null: dirty, missing, or in the dark */
  readonly reads: string | null
  /** 0..1, of the whole text */
  readonly confidence?: number
  /** ISO 3166-1 alpha-2, when the reader can tell */
  readonly country?: string
}

/** The car as a card with its number, in place of a photograph: a field case is about the lane, not about reading. */
export const photoOf = (car: Car): CarPhoto => ({
  ...{ id: 'car', path: JSON.stringify(car), plate: null, country: null, box: null, paint: '#2f6fb0', dirty: false },
})

/** Reads what the card says. */
export const fieldReader = (): PlateReader => ({
  close: async () => {},
  async read(jpeg) {
    const card = cardText(jpeg)
    if (card === '') return []
    const { reads, confidence = 0.98, country } = JSON.parse(card) as Car
    return reads === null ? [] : [readOf(normalisePlate(reads), confidence, country)]
  },
})

const readOf = (text: string, confidence: number, country: string | undefined): PlateRead => ({
  ...{ text, confidence, box: [0, 0, 100, 30], frames: 1 },
  chars: [...text].map((char) => [{ char, p: confidence ** (1 / text.length) }]),
  candidates: [{ text, p: confidence }],
  ...(country === undefined ? {} : { country }),
})
