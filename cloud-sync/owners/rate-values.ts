import { shareOfClass } from '@gatehouse/domain/tariff/class-share.ts'
import type { LocalTimes, RateLine, RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { RateLineValues, RateValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { amountText, clockText, datesText, percentText, stayText } from './typed-numbers.ts'

/** The form of a table: the one in force, or an older one to use again. */
export function valuesOf(
  table: Omit<RateTable, 'id' | 'version' | 'currency' | 'effectiveFrom' | 'timeZone' | 'transitions'>,
  currency: string,
): RateValues {
  return {
    name: table.name,
    when: '',
    freeMinutes: String(Math.round(table.freeMs / MINUTE_MS)),
    freeIsGrace: table.freeIsGrace,
    lines: table.lines.map((line) => lineValues(line, currency)),
    cap: table.cap.kind,
    capAmount: table.cap.kind === 'none' ? '' : amountText(table.cap.amountMinor, currency),
    exitGraceMinutes: String(Math.round(table.exitGraceMs / MINUTE_MS)),
    vatPercent: percentText(table.vatBasisPoints),
    reentry: table.cap.kind !== 'none' && table.cap.reentry === true,
    windows: (table.windows ?? []).map((window) => ({
      ...timesValues(window),
      lines: window.lines.map((line) => lineValues(line, currency)),
      maximum: window.maximumMinor === null ? '' : amountText(window.maximumMinor, currency),
    })),
    specials: (table.specials ?? []).map((special) => ({
      ...timesValues(special),
      leaveBy: clockText(special.leaveByMinute),
      leaveDays: String(Math.floor(special.leaveByMinute / 1440)),
      amount: amountText(special.amountMinor, currency),
    })),
    overstayName: table.overstay?.name ?? '',
    overstayAfter: table.overstay ? stayText(table.overstay.afterMs) : '',
    overstayAmount: table.overstay ? amountText(table.overstay.amountMinor, currency) : '',
    cut: table.change === 'segment',
    ...classValues(table),
  }
}

/** Classes that are a share of the car's prices as that percentage; the others as they are. */
function classValues(table: Omit<RateTable, 'id' | 'version' | 'currency' | 'effectiveFrom' | 'timeZone' | 'transitions'>) {
  const known = (table.classes ?? []).map((rate) => ({ rate, percent: shareOfClass(table, rate) }))
  const own = known.filter(({ percent }) => percent === null).map(({ rate }) => rate)
  return {
    shares: Object.fromEntries(known.flatMap(({ rate, percent }) => (percent === null ? [] : [[rate.vehicleClass, String(percent)]]))),
    classes: own.length > 0 ? JSON.stringify(own) : '',
  }
}

function timesValues({ name, weekdays, fromMinute, untilMinute, dates }: LocalTimes & { readonly name: string }) {
  return {
    ...{ name, days: [...weekdays].sort((a, b) => a - b).join(''), from: clockText(fromMinute), until: clockText(untilMinute) },
    dates: dates ? datesText(dates) : '',
  }
}

function lineValues(line: RateLine, currency: string): RateLineValues {
  return {
    kind: line.kind,
    from: stayText(line.fromMs),
    until: line.kind === 'flatRate' || line.untilMs === null ? '' : stayText(line.untilMs),
    stepMinutes: line.kind === 'incrementingRate' ? String(Math.round(line.stepMs / MINUTE_MS)) : '',
    amount: amountText(line.amountMinor, currency),
  }
}

/** Where an owner starts who has never published: an ordinary visitor's tariff, to be changed. */
export const startValues: RateValues = {
  ...{ name: 'Standard', when: '', freeMinutes: '15', freeIsGrace: true, cap: 'calendarDay', capAmount: '18.00' },
  ...{ exitGraceMinutes: '15', vatPercent: '19' },
  ...{
    reentry: false,
    windows: [],
    specials: [],
    overstayName: '',
    overstayAfter: '',
    overstayAmount: '',
    cut: false,
    shares: {},
    classes: '',
  },
  lines: [{ kind: 'incrementingRate', from: '0:00', until: '', stepMinutes: '60', amount: '2.50' }],
}
