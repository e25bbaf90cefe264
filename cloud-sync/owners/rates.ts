import { rateSummary } from '@gatehouse/domain/tariff/explain.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { RatePreview, RateProblem, RateValues, RateVersion } from '@gatehouse/domain/wire/owner-rates.ts'
import { tariffLibrary } from '@gatehouse/domain/wire/tariff-library.ts'
import type { Store } from '../store/open-store.ts'
import { type PublishedRate, publishedRates, publishRateTable } from '../store/rates.ts'
import { chargedStays } from '../store/report-traffic.ts'
import { readRateForm } from './rate-form.ts'
import { previewRates } from './rate-preview.ts'
import { startValues, valuesOf } from './rate-values.ts'

const BACK_TEST_DAYS = 90
const BACK_TEST_STAYS = 20_000
const FIRST_ID = 'standard'

export interface Checked {
  readonly problems: readonly RateProblem[]
  readonly preview: RatePreview | null
}

/** A site's tariff versions and the way to a new one. Nothing wrong is ever published. */
export function makeOwnerRates({ store, now }: { readonly store: Store; readonly now: () => EpochMs }) {
  const published = (site: OwnerSite) => publishedRates(store, site.id)

  async function check(site: OwnerSite, values: RateValues): Promise<Checked & { readonly table: RateTable | null }> {
    const rates = await published(site)
    const current = inForce(rates, now())
    const draft = readRateForm(values, { site, id: current?.table.id ?? rates[0]?.table.id ?? FIRST_ID, now: now() })
    const broken = draft.table === null || draft.problems.some((p) => p.severity === 'error')
    if (broken || draft.table === null) return { ...draft, table: null, preview: null }
    const stays = current ? await chargedStays(store, site.id, now() - BACK_TEST_DAYS * DAY_MS, BACK_TEST_STAYS) : []
    return { ...draft, preview: previewRates(draft.table, current?.table ?? null, { days: BACK_TEST_DAYS, stays }) }
  }

  return {
    async versions(site: OwnerSite): Promise<readonly RateVersion[]> {
      const rates = await published(site)
      const current = inForce(rates, now())
      return rates.map(({ table, publishedAt, publishedBy }) => ({
        ...{ id: table.id, version: table.version, name: table.name, effectiveFrom: table.effectiveFrom, publishedAt, publishedBy },
        state: table === current?.table ? 'inForce' : table.effectiveFrom > now() ? 'coming' : 'past',
        rate: rateSummary(table),
      }))
    },
    /** the form to begin with: the ready tariff (`ready.airport`) or version named (`id.version`), else the one in force, else an ordinary tariff */
    async values(site: OwnerSite, from: string | null): Promise<RateValues> {
      const ready = tariffLibrary.find(({ id }) => from === `ready.${id}`)
      if (ready) return valuesOf({ ...ready.rates, name: ready.title }, site.currency)
      const rates = await published(site)
      const chosen = rates.find(({ table }) => `${table.id}.${table.version}` === from) ?? inForce(rates, now()) ?? rates[0]
      return chosen ? valuesOf(chosen.table, site.currency) : startValues
    },
    ready: tariffLibrary.map(({ id, title, about, country }) => ({ id, title, about, country })),
    check: async (site: OwnerSite, values: RateValues): Promise<Checked> => {
      const { problems, preview } = await check(site, values)
      return { problems, preview }
    },
    /** Publishes, or says what is wrong. From here the version travels to every box of the site. */
    async publish(
      site: OwnerSite,
      values: RateValues,
      by: string,
    ): Promise<{ readonly version: number; readonly effectiveFrom: EpochMs } | { readonly refused: Checked }> {
      const { table, problems, preview } = await check(site, values)
      if (table === null) return { refused: { problems, preview } }
      const stored = await publishRateTable(store, { site: site.id, table, by, now: now() })
      return { version: stored.version, effectiveFrom: stored.effectiveFrom }
    },
  }
}

/** The latest to have begun; of two that begin at once, the later version. */
function inForce(rates: readonly PublishedRate[], now: EpochMs): PublishedRate | null {
  const begun = rates.filter(({ table }) => table.effectiveFrom <= now)
  return begun.reduce<PublishedRate | null>((best, rate) => (best === null || isLater(rate.table, best.table) ? rate : best), null)
}

function isLater(a: RateTable, b: RateTable): boolean {
  return a.effectiveFrom === b.effectiveFrom ? a.version > b.version : a.effectiveFrom > b.effectiveFrom
}
