import type { Language } from '@gatehouse/domain/language.ts'
import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { LaneContext } from './context.ts'
import { go, type Outcome, stay } from './outcome.ts'
import type { PersonalRecords } from './ports.ts'
import { type Lane, type LaneState, type Presentation, presentationOf } from './states.ts'

/** The driver has chosen a language: it counts for this visit, and is remembered for the plate. Before anybody is here it is the screen's own. */
export function speak(lane: Lane, language: Language, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  const before = presentationOf(state)
  if (before === null || before.language === language) return stay(lane)
  const presentation: Presentation = { ...before, language, choseLanguage: true }
  const plate = ('bill' in state ? state.bill.car.plate?.text : null) ?? before.seen?.text ?? null
  return go(floor, { ...state, presentation } as LaneState, { languages: remembered(plate, language, ctx) })
}

/**
 * This plate is the vehicle's: read just now, or of the session it was found to be, which may be another where it was misread or picked
 * by its driver. The language chosen at this visit goes with it; else the one chosen for it at an earlier visit is taken up, else what the holder of its
 * permit reads.
 */
export function recall(
  presentation: Presentation,
  plate: string | null,
  ctx: LaneContext,
): Pick<Outcome, 'languages'> & { readonly presentation: Presentation } {
  const { language, choseLanguage } = presentation
  if (language !== undefined && choseLanguage) return { presentation, languages: remembered(plate, language, ctx) }
  const known = plate === null ? null : (ctx.books.languageOf(plate) ?? holdersLanguage(plate, ctx))
  return { presentation: known === null ? presentation : { ...presentation, language: known }, languages: [] }
}

/** What the holder of a permit reads, as its owner wrote it down. */
function holdersLanguage(plate: string, ctx: LaneContext): Language | null {
  return ctx.books.rightsFor(normalisePlate(plate), ctx.at).find(({ right }) => right.language)?.right.language ?? null
}

function remembered(plate: string | null, language: Language, ctx: LaneContext): NonNullable<PersonalRecords['languages']> {
  return plate === null || ctx.books.languageOf(plate) === language ? [] : [{ plate, language }]
}
