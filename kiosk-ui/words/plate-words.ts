import type { PlateView } from '@gatehouse/domain/wire/kiosk.ts'
import { isUnsure } from '../plate/plate-groups.ts'
import type { Strings } from '../strings/strings.ts'

/** What a screen reader says for a plate: one character at a time, naming those the camera was not sure of. */
export function plateWords(plate: PlateView | null, strings: Strings): string {
  if (plate === null || plate.text === '') return strings.plate.unknown
  const characters = [...plate.text].map((char, i) => (isUnsure(plate.certainty[i]) ? `${char} (${strings.plate.unsure})` : char))
  return strings.plate.label(characters.join(' '))
}
