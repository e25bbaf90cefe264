import type { Language } from '@gatehouse/domain/language.ts'
import type { LaneContext } from './context.ts'
import { go, type Outcome, stay } from './outcome.ts'
import type { PersonalRecords } from './ports.ts'
import { type Lane, type LaneState, type Presentation, presentationOf } from './states.ts'

/** The driver has chosen a language: it counts for this visit, and is remembered for the plate. Before anybody is here it is the screen's own. */
export function speak(lane: Lane, language: Language, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  const before = presentationOf(state)
  if (before === null || before.language === language) return stay(lane)
  const presentation: Presentation = { ...before, language }
  const plate = ('bill' in state ? state.bill.car.plate?.text : null) ?? before.seen?.text ?? null
  return go(floor, { ...state, presentation } as LaneState, { languages: remembered(plate, language, ctx) })
}

/** A vehicle has just been seen: the language its driver chose already goes with its plate, or the plate's is taken up. */
export function recall(presentation: Presentation, ctx: LaneContext): Pick<Outcome, 'languages'> & { readonly presentation: Presentation } {
  const plate = presentation.seen?.text ?? null
  const chosen = presentation.language ?? null
  if (chosen !== null) return { presentation, languages: remembered(plate, chosen, ctx) }
  const known = plate === null ? null : ctx.books.languageOf(plate)
  return { presentation: known === null ? presentation : { ...presentation, language: known }, languages: [] }
}

function remembered(plate: string | null, language: Language, ctx: LaneContext): NonNullable<PersonalRecords['languages']> {
  return plate === null || ctx.books.languageOf(plate) === language ? [] : [{ plate, language }]
}
