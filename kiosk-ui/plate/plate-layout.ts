import { isUnsure, plateGroups } from './plate-groups.ts'
import type { PlateStyle } from './plate-style.ts'

export const PLATE_HEIGHT = 110

export interface PlacedCharacter {
  readonly char: string
  /** centre and width of its cell */
  readonly x: number
  readonly width: number
  readonly unsure: boolean
  /** a separator: no character the camera read */
  readonly between: boolean
}

/** The part of a plate that carries the text. */
export function textField(style: PlateStyle): {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
} {
  switch (style.kind) {
    case 'band':
      return { left: 56, right: style.width - (style.twin ? 56 : 14), top: 8, bottom: 102 }
    case 'india':
      return { left: 58, right: style.width - 14, top: 8, bottom: 102 }
    case 'mercosur':
      return { left: 14, right: style.width - 14, top: 32, bottom: 104 }
    case 'us':
      return { left: 12, right: style.width - 12, top: 22, bottom: 98 }
    case 'plain':
      return { left: 18, right: style.width - 18, top: 8, bottom: 102 }
  }
}

const WIDEST = 54

/** Where each character stands: equal cells, half ones between groups, centred in the field. */
export function placeCharacters(
  plate: { readonly text: string; readonly certainty: readonly number[] },
  country: string | null,
  style: PlateStyle,
): readonly PlacedCharacter[] {
  const { groups, join } = plateGroups(plate.text, country)
  const field = textField(style)
  const separator = join === '' ? 0 : 0.5
  const cells = Math.max(1, [...plate.text].length + separator * (groups.length - 1))
  const width = Math.min(WIDEST, (field.right - field.left) / cells)
  let left = (field.left + field.right - cells * width) / 2
  let index = 0

  const placed: PlacedCharacter[] = []
  const put = (char: string, share: number, unsure: boolean, between: boolean) => {
    placed.push({ char, x: left + (share * width) / 2, width: share * width, unsure, between })
    left += share * width
  }
  groups.forEach((text, i) => {
    if (i > 0 && separator > 0) put(join, separator, false, true)
    for (const char of text) put(char, 1, isUnsure(plate.certainty[index++]), false)
  })
  return placed
}
