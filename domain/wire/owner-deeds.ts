import * as v from 'valibot'
import type { EpochMs } from '../time.ts'
import { roles } from './owner-people.ts'

/** What can be done on the owner's pages, each by its name on record. Names stay for good: old records are read by them. */
export const deedNames = [
  ...(['invited', 'madeLink', 'gaveRights', 'removedPerson'] as const),
  ...(['publishedPrices', 'madeCarPark', 'changedCarPark'] as const),
  ...(['madeBoxCode', 'shutBoxOut', 'refusedBox', 'allowedBox'] as const),
  ...(['gavePermit', 'withdrewPermit', 'forgotHolder', 'blockedPlate', 'unblockedPlate'] as const),
  ...(['openedBook', 'closedBook', 'printedCodes'] as const),
] as const
export type DeedName = (typeof deedNames)[number]

const deed = v.object({
  did: v.picklist(deedNames),
  /** whom or what it was done to: a person, a box, a product, a merchant; never a driver or a plate */
  name: v.optional(v.string()),
  role: v.optional(v.picklist(roles)),
  /** ids of car parks; null: all */
  sites: v.optional(v.nullable(v.array(v.string()))),
  /** a version of the prices, or how many codes */
  number: v.optional(v.number()),
})

/** Something that was done, so that each reader can be told of it in their own language. */
export type Deed = v.InferOutput<typeof deed>

const written = v.pipe(v.string(), v.parseJson(), deed)

export const writeDeed = (done: Deed): string => JSON.stringify(done)

/** What stands on record. A text: written before deeds had names, or by a later release; it is shown as it is. */
export function readDeed(text: string): Deed | string {
  const read = v.safeParse(written, text)
  return read.success ? read.output : text
}

/** Something that was done on the owner's pages. */
export interface OwnerAct {
  readonly at: EpochMs
  readonly by: string
  /** null: the operator */
  readonly person: string | null
  /** null: of no one car park */
  readonly site: string | null
  /** a text: as an earlier release wrote it, an English sentence without its subject */
  readonly what: Deed | string
}
