import type { Language } from '@gatehouse/domain/language.ts'
import { DAY_MS, type EpochMs, HOUR_MS } from '@gatehouse/domain/time.ts'
import type { OwnerSite, OwnerSummary, ReportDay } from '@gatehouse/domain/wire/owner.ts'
import {
  type DueDay,
  giveBackMornings,
  type MorningReader,
  morningReaders,
  morningSince,
  setMorning,
  sweepMornings,
  takeMornings,
} from '../store/mornings.ts'
import type { Store } from '../store/open-store.ts'
import type { AccountLetter, Letters } from './letters.ts'

export interface MorningDeps {
  readonly store: Store
  /** the car parks' clock */
  readonly now: () => EpochMs
  readonly letters: Letters | null
  readonly reports: {
    sites(): Promise<readonly OwnerSite[]>
    today(site: OwnerSite): ReportDay
    shift(site: OwnerSite, day: ReportDay, days: number): ReportDay
    summary(site: OwnerSite, day: ReportDay): Promise<OwnerSummary>
  }
  /** the letter about those days, one for each car park */
  readonly write: (
    reader: { readonly name: string; readonly language: Language | null },
    days: readonly OwnerSummary[],
  ) => Promise<Omit<AccountLetter, 'to'>>
}

/** Seven in the morning, but for nights when clocks change: then it is six or eight. */
const DUE_MS = 7 * HOUR_MS
const KEPT_MS = 40 * DAY_MS

export type Mornings = ReturnType<typeof makeMornings>

/** A letter each morning about the day before: one to each person who wants it, about all car parks of theirs where it is morning. */
export function makeMornings({ store, now, letters, reports, write }: MorningDeps) {
  interface Due extends DueDay {
    /** told once a round, however many read it */
    readonly told: () => Promise<OwnerSummary>
  }

  async function dueDays(): Promise<readonly Due[]> {
    const sites = await reports.sites()
    return sites.flatMap((at) => {
      const today = reports.today(at)
      const dueSince = today.from + DUE_MS
      if (now() < dueSince) return []
      const span = reports.shift(at, today, -1)
      let told: Promise<OwnerSummary> | null = null
      const summary = () => {
        told ??= reports.summary(at, span)
        return told
      }
      return [{ told: summary, site: at.id, day: span.day, dueSince }]
    })
  }

  async function writeTo(reader: MorningReader, due: readonly Due[]): Promise<boolean> {
    const wanted = due.filter(({ site }) => reader.sites.includes(site))
    const taken = await takeMornings(store, reader.person, wanted, now())
    const days = wanted.filter(({ site }) => taken.includes(site))
    if (days.length === 0 || letters === null) return false
    const sent = await (async () => {
      const summaries = await Promise.all(days.map(({ told }) => told()))
      return letters.send({ to: reader.email, ...(await write(reader, summaries)) })
    })().catch(() => false)
    if (!sent) await giveBackMornings(store, reader.person, days)
    return sent
  }

  return {
    /** there is a mail server to send them by */
    possible: letters !== null,
    wanted: async (person: string): Promise<boolean> => (await morningSince(store, person)) !== null,
    want: (person: string, wanted: boolean): Promise<void> => setMorning(store, person, wanted ? now() : null),

    /** One round: writes to everybody whose morning has come. How many letters left. */
    async round(): Promise<number> {
      if (letters === null) return 0
      const due = await dueDays()
      let sent = 0
      for (const reader of await morningReaders(store, due)) if (await writeTo(reader, due)) sent++
      if (sent > 0) await sweepMornings(store, now() - KEPT_MS)
      return sent
    },
  }
}
