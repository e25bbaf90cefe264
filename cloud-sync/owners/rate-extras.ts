import { parseAmount } from '@gatehouse/domain/money.ts'
import { classAtShare } from '@gatehouse/domain/tariff/class-share.ts'
import {
  type ClassRate,
  type LocalTimes,
  type RateTable,
  type RateWindow,
  type SpecialRate,
  vehicleClasses,
} from '@gatehouse/domain/tariff/rate-table.ts'
import type { RateSpecialValues, RateValues, RateWindowValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { classesFrom } from '@gatehouse/domain/wire/rate-table.ts'
import { readLine, type Wrong } from './rate-lines.ts'
import { parseClock, parseDates, parseStay } from './typed-numbers.ts'

type Extras = Pick<RateTable, 'windows' | 'specials' | 'overstay' | 'classes' | 'change'>

/** The parts of a tariff that most do without: windows, packages, the longest stay, other vehicles, what a change does to cars inside. */
export function readExtras(values: RateValues, base: Pick<RateTable, 'lines' | 'cap'>, currency: string, wrong: Wrong): Extras {
  const extras = readOwnExtras(values, currency, wrong)
  const shared = readShares(values, { ...base, ...extras }, wrong)
  const own = (values.classes === '' ? null : classesFrom(values.classes)) ?? []
  const classes = [...shared, ...own.filter((rate) => !shared.some(({ vehicleClass }) => vehicleClass === rate.vehicleClass))]
  return { ...extras, ...(classes.length > 0 && { classes }) }
}

function readShares(values: RateValues, table: Pick<RateTable, 'lines' | 'cap'> & Extras, wrong: Wrong): readonly ClassRate[] {
  return vehicleClasses.flatMap((name) => {
    const typed = (values.shares[name] ?? '').trim().replace(/ ?%$/, '')
    if (typed === '') return []
    const percent = /^\d{1,4}$/.test(typed) ? Number(typed) : wrong(`share.${name}`, 'share')
    return [classAtShare(table, name, percent)]
  })
}

function readOwnExtras(values: RateValues, currency: string, wrong: Wrong): Extras {
  return {
    ...(values.windows.length > 0 && { windows: values.windows.map((window, i) => readWindow(window, i, currency, wrong)) }),
    ...(values.specials.length > 0 && { specials: values.specials.map((special, i) => readSpecial(special, i, currency, wrong)) }),
    ...readOverstay(values, currency, wrong),
    ...(values.cut && { change: 'segment' as const }),
  }
}

function readWindow(window: RateWindowValues, i: number, currency: string, wrong: Wrong): RateWindow {
  const field = (name: keyof RateWindowValues) => `windows.${i}.${name}`
  const free = window.maximum.trim() === ''
  const maximumMinor = free ? null : (parseAmount(window.maximum, currency) ?? wrong(field('maximum'), 'amountOrEmpty'))
  return {
    name: window.name.trim().slice(0, 60) || 'Other times',
    ...readTimes(window, field, wrong),
    lines: window.lines.map((line, n) => readLine(line, n, currency, wrong, `windows.${i}.`)),
    maximumMinor,
  }
}

function readSpecial(special: RateSpecialValues, i: number, currency: string, wrong: Wrong): SpecialRate {
  const field = (name: keyof RateSpecialValues) => `specials.${i}.${name}`
  const leaves = parseClock(special.leaveBy) ?? wrong(field('leaveBy'), 'clock')
  const days = /^[0-6]$/.test(special.leaveDays.trim()) ? Number(special.leaveDays) : wrong(field('leaveDays'), 'leaveDays')
  return {
    name: special.name.trim().slice(0, 60) || 'Package',
    ...readTimes(special, field, wrong),
    leaveByMinute: days * 1440 + leaves,
    amountMinor: parseAmount(special.amount, currency) ?? wrong(field('amount'), 'amount'),
  }
}

function readTimes(
  values: RateWindowValues | RateSpecialValues,
  field: (name: keyof RateWindowValues & keyof RateSpecialValues) => string,
  wrong: Wrong,
): LocalTimes {
  const weekdays = [...new Set(values.days)].map(Number)
  if (weekdays.length === 0) wrong(field('days'), 'days')
  const fromMinute = parseClock(values.from) ?? wrong(field('from'), 'clock')
  const until = parseClock(values.until) ?? wrong(field('until'), 'clock')
  const dates = values.dates.trim() === '' ? null : parseDates(values.dates)
  if (dates === null && values.dates.trim() !== '') wrong(field('dates'), 'dates')
  return { weekdays, fromMinute, untilMinute: until > fromMinute ? until : until + 1440, ...(dates && { dates }) }
}

function readOverstay({ overstayName, overstayAfter, overstayAmount }: RateValues, currency: string, wrong: Wrong): Extras {
  if (overstayAfter.trim() === '') return {}
  const afterMs = parseStay(overstayAfter) ?? wrong('overstayAfter', 'lengthOrEmpty')
  const amountMinor = parseAmount(overstayAmount, currency) ?? wrong('overstayAmount', 'amount')
  return { overstay: { name: overstayName.trim().slice(0, 60) || 'Stayed too long', afterMs, amountMinor } }
}
