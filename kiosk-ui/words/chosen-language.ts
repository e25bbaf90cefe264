import { type Language, languagesInOrder } from '@gatehouse/domain/language.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'

/** The language one driver chose; null until then. */
export type Choice = Language | null

/** The lane is empty again: the next driver starts anew. */
export const isOver = (before: LaneView | null, after: LaneView): boolean =>
  after.screen.kind === 'attract' && before !== null && before.screen.kind !== 'attract'

/** A choice lasts for one conversation: when the lane is empty again, the next driver starts in the place's language. */
export const choiceAfter = (choice: Choice, before: LaneView | null, after: LaneView): Choice => (isOver(before, after) ? null : choice)

/** What this driver chose now, or at an earlier visit; then `asked`, the language in the page's address; then the place's. */
export const spokenLanguage = (choice: Choice, asked: Choice, view: LaneView): Language =>
  choice ?? view.language ?? asked ?? placeLanguages(view)[0] ?? 'en'

/** All languages, the place's own first. */
export const placeLanguages = ({ place }: LaneView): readonly Language[] => languagesInOrder(place.country, place.languages)

/** The names that stand in the bar: the place's first ones, and the spoken one among them wherever it comes from. */
export function namesInBar(all: readonly Language[], spoken: Language, most = 3): readonly Language[] {
  const first = all.slice(0, most)
  return first.includes(spoken) ? first : [...first.slice(0, most - 1), spoken]
}
