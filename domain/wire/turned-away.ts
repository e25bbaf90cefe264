import * as v from 'valibot'

/** What a box did not take of what came over the network of its site since `since`, by reason (appliance/peers, N36). */
export const turnedAway = v.object({
  since: v.number(),
  byReason: v.record(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{1,31}$/)), v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
})
export type TurnedAway = v.InferOutput<typeof turnedAway>

/** The reasons as people read them. What a network repeats by itself is among the counts, and has no words: it means nothing bad. */
export const turnedAwayWords = {
  malformed: 'unreadable',
  laterVersion: 'of a later release (update this box)',
  tooLarge: 'too large',
  wrongSite: 'about another car park',
  stranger: 'from no box on the list',
  otherName: 'in another box’s name',
  notSigned: 'not signed by whom it says',
  broken: 'with rows that do not add up',
  fork: 'of a second history',
} as const

/** What a network does by itself: it repeats, delays and reorders. */
export const repetitions = ['outdated', 'known', 'unasked'] as const
export const isRepetition = (why: string): boolean => repetitions.some((one) => one === why)

/** "3 unreadable, 1 too large". Null: nothing but repetitions. A reason of a later release stands under its name. */
export function turnedAwaySaid(counts: Readonly<Record<string, number | undefined>>): string | null {
  const words: Readonly<Record<string, string>> = turnedAwayWords
  const said = turnedAwayOf(counts).map(([why, count]) => `${count} ${words[why] ?? why}`)
  return said.length === 0 ? null : said.join(', ')
}

/** Each reason with its count, the known ones first: nothing that did not happen, and no repetitions. */
export function turnedAwayOf(counts: Readonly<Record<string, number | undefined>>): readonly (readonly [why: string, count: number])[] {
  const names = [...Object.keys(turnedAwayWords), ...Object.keys(counts).filter((why) => !(why in turnedAwayWords) && !isRepetition(why))]
  return names.map((why) => [why, counts[why] ?? 0] as const).filter(([, count]) => count > 0)
}
