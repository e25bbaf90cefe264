import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { type Language, languageOf } from '../strings/languages.ts'

/** The language one driver chose; null until then. */
export type Choice = Language | null

/** A choice lasts for one conversation: when the lane is empty again, the next driver starts in the place's language. */
export const choiceAfter = (choice: Choice, before: LaneView | null, after: LaneView): Choice =>
  after.screen.kind === 'attract' && before !== null && before.screen.kind !== 'attract' ? null : choice

/** `asked`: the language in the page's address, for a site that wants another than its country's. */
export const spokenLanguage = (choice: Choice, asked: Choice, view: LaneView): Language => choice ?? asked ?? languageOf(view.place.country)
