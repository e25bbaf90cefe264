import * as v from 'valibot'
import airport from '../tariff/library/airport.json' with { type: 'json' }
import cityGarage from '../tariff/library/city-garage.json' with { type: 'json' }
import eventArena from '../tariff/library/event-arena.json' with { type: 'json' }
import france from '../tariff/library/france-quarter-hours.json' with { type: 'json' }
import hospital from '../tariff/library/hospital.json' with { type: 'json' }
import hotel from '../tariff/library/hotel-overnight.json' with { type: 'json' }
import spain from '../tariff/library/spain-per-minute.json' with { type: 'json' }
import streetZone from '../tariff/library/street-zone.json' with { type: 'json' }
import supermarket from '../tariff/library/supermarket.json' with { type: 'json' }
import usLot from '../tariff/library/us-lot-early-bird.json' with { type: 'json' }
import type { RateTable } from '../tariff/rate-table.ts'
import type { EpochMs, ZoneTransition } from '../time.ts'
import { rateTableSchema } from './rate-table.ts'

/** A ready tariff to begin with: prices and rules without a site, a version or a date. */
export const libraryTariffSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  title: v.string(),
  about: v.string(),
  /** ISO 3166-1 alpha-2 of the country whose law it is written for, or null */
  country: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  currency: v.string(),
  rates: v.omit(rateTableSchema, ['id', 'version', 'name', 'currency', 'effectiveFrom', 'timeZone', 'transitions']),
})
export type LibraryTariff = v.InferOutput<typeof libraryTariffSchema>

/** The ten ready tariffs, in the order an owner is shown them. */
export const tariffLibrary: readonly LibraryTariff[] = [
  ...[cityGarage, airport, hospital, hotel, eventArena, supermarket, streetZone, france, spain, usLot],
].map((json) => v.parse(libraryTariffSchema, json))

export interface LibrarySite {
  readonly id: string
  readonly version: number
  readonly currency: string
  readonly effectiveFrom: EpochMs
  readonly timeZone: string
  readonly transitions: readonly ZoneTransition[]
}

/** A ready tariff as a site's own table: amounts keep their digits, in the site's currency. */
export function tableFromLibrary({ title, rates }: LibraryTariff, site: LibrarySite): RateTable {
  return { ...rates, ...site, name: title }
}
