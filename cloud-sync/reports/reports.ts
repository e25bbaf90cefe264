import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { NeedsYou, OwnerGiven, OwnerSite, OwnerSummary, ReportDay } from '@gatehouse/domain/wire/owner.ts'
import type { OwnerMonth, ReportMonth, SiteTaken } from '@gatehouse/domain/wire/owner-month.ts'
import type { Store } from '../store/open-store.ts'
import type { PictureBytes } from '../store/picture-bytes.ts'
import { pictureOf } from '../store/pictures.ts'
import { carDetail, picturesOfCar } from '../store/report-car.ts'
import { boxesOf, changeMark, helpCalls, sitesOf } from '../store/report-fleet.ts'
import { debtsIn, grantsIn } from '../store/report-given.ts'
import { paymentsIn, type Span, takenBySpan } from '../store/report-money.ts'
import { type CarQuestion, carsOf, chargedStays } from '../store/report-traffic.ts'
import { completenessOf } from './completeness.ts'
import { dayOf, reportDay, shiftDay } from './day.ts'
import { monthOf, reportMonth, shiftMonth } from './month.ts'
import { monthSummary } from './month-summary.ts'
import { daySummary } from './summary.ts'

export type Reports = ReturnType<typeof makeReports>

export interface ReportsDeps {
  readonly store: Store
  readonly now: () => EpochMs
  /** where pictures lie; absent: none are shown */
  readonly bytes?: Pick<PictureBytes, 'read'>
  /** what wants a person, dearest first (alerts/) */
  readonly needsYou: (site: OwnerSite) => Promise<readonly NeedsYou[]>
}

/** The figures behind the owner's pages, their JSON and their CSV: one source for all three. */
export function makeReports({ store, now, needsYou, bytes }: ReportsDeps) {
  return {
    sites: (): Promise<readonly OwnerSite[]> => sitesOf(store),
    today: (site: OwnerSite): ReportDay => dayOf(now(), site.timeZone),
    day: (site: OwnerSite, name: string): ReportDay | null => reportDay(name, site.timeZone),
    shift: (site: OwnerSite, day: ReportDay, days: number): ReportDay => shiftDay(day, days, site.timeZone),
    async summary(site: OwnerSite, day: ReportDay): Promise<OwnerSummary> {
      return daySummary(store, site, day, now(), await needsYou(site))
    },
    /** the month a day is in */
    monthOfDay: (site: OwnerSite, day: ReportDay): ReportMonth => monthOf(day.from, site.timeZone),
    month: (site: OwnerSite, name: string): ReportMonth | null => reportMonth(name, site.timeZone),
    shiftMonth: (site: OwnerSite, month: ReportMonth, months: number): ReportMonth => shiftMonth(month, months, site.timeZone),
    monthSummary: (site: OwnerSite, month: ReportMonth): Promise<OwnerMonth> => monthSummary(store, site, month, now()),
    /** what each car park took in the month of that name, by its own calendar */
    taken: (sites: readonly OwnerSite[], name: string): Promise<readonly SiteTaken[]> =>
      Promise.all(
        sites.map(async (site) => {
          const month = reportMonth(name, site.timeZone)
          const [sum] = month ? await takenBySpan(store, site.id, site.currency, [month]) : []
          const { completeTo } = completenessOf(await boxesOf(store, site.id), now())
          return { site, amountMinor: sum?.amountMinor ?? 0, payments: sum?.payments ?? 0, completeTo }
        }),
      ),
    completeness: async (site: OwnerSite) => completenessOf(await boxesOf(store, site.id), now()),
    cars: (site: OwnerSite, question: CarQuestion) => carsOf(store, site.id, question),
    car: (site: OwnerSite, session: string) => carDetail(store, site.id, session),
    /** one of the pictures of one stay, or null: another stay's or site's, erased, or not here */
    async picture(site: OwnerSite, session: string, ref: string): Promise<Uint8Array | null> {
      const isIts = (await picturesOfCar(store, site.id, session)).some((picture) => picture.ref === ref)
      const row = isIts ? await pictureOf(store, site.id, ref) : null
      return row?.sha256 && row.erasedAt === null ? ((await bytes?.read(site.id, row.sha256)) ?? null) : null
    },
    payments: (site: OwnerSite, span: Span, options: { readonly method?: string; readonly limit: number }) =>
      paymentsIn(store, site.id, span, options),
    given: async (site: OwnerSite, span: Span): Promise<OwnerGiven> => ({
      grants: await grantsIn(store, site.id, span),
      debts: await debtsIn(store, site.id, span),
    }),
    help: (site: OwnerSite, span: Span) => helpCalls(store, site.id, span),
    stays: (site: OwnerSite, since: EpochMs, limit: number) => chargedStays(store, site.id, since, limit),
    /** changes when anything on the pages may have */
    mark: (site: OwnerSite): Promise<string> => changeMark(store, site.id),
  }
}
