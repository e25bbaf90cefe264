import { vehicleClasses } from '@gatehouse/domain/tariff/rate-table.ts'
import type { RateLineValues, RateSpecialValues, RateValues, RateWindowValues } from '@gatehouse/domain/wire/owner-rates.ts'
import type { PricesWords } from '../strings/en/prices.ts'

const kinds = new Set(['incrementingRate', 'flatRateTier', 'flatRate'])
const caps = new Set(['none', 'calendarDay', 'rolling'])
const MAX_LINES = 24
const MAX_WINDOWS = 12

/** Reads the posted fields; anything missing is empty, anything unknown the first choice. */
export function valuesFrom(form: Readonly<Record<string, unknown>>): RateValues {
  const text = (name: string, most = 100) => {
    const value = form[name]
    return typeof value === 'string' ? value.slice(0, most) : ''
  }
  const count = (prefix: string, name: string, most: number) =>
    Array.from({ length: most }, (_, i) => i).filter((i) => form[`${prefix}.${i}.${name}`] !== undefined).length
  const lines = (prefix: string): RateLineValues[] =>
    Array.from({ length: count(`${prefix}lines`, 'from', MAX_LINES) }, (_, i) => {
      const at = (name: string) => text(`${prefix}lines.${i}.${name}`)
      const kind = at('kind')
      return {
        kind: (kinds.has(kind) ? kind : 'incrementingRate') as RateLineValues['kind'],
        ...{ from: at('from'), until: at('until'), stepMinutes: at('stepMinutes'), amount: at('amount') },
      }
    })
  const times = (prefix: string) => ({
    ...{ name: text(`${prefix}name`), from: text(`${prefix}from`), until: text(`${prefix}until`), dates: text(`${prefix}dates`, 1_000) },
    days: '1234567'
      .split('')
      .filter((day) => text(`${prefix}day.${day}`) === 'yes')
      .join(''),
  })
  const cap = text('cap')
  return {
    ...{ name: text('name'), when: text('when'), freeMinutes: text('freeMinutes'), freeIsGrace: text('freeIsGrace') === 'yes' },
    lines: lines(''),
    windows: Array.from({ length: count('windows', 'from', MAX_WINDOWS) }, (_, i) => ({
      ...times(`windows.${i}.`),
      lines: lines(`windows.${i}.`),
      maximum: text(`windows.${i}.maximum`),
    })),
    specials: Array.from({ length: count('specials', 'from', MAX_WINDOWS) }, (_, i) => ({
      ...times(`specials.${i}.`),
      ...{ leaveBy: text(`specials.${i}.leaveBy`), leaveDays: text(`specials.${i}.leaveDays`), amount: text(`specials.${i}.amount`) },
    })),
    ...{ overstayName: text('overstayName'), overstayAfter: text('overstayAfter'), overstayAmount: text('overstayAmount') },
    ...{ reentry: text('reentry') === 'yes', cut: text('cut') === 'yes', classes: text('classes', 20_000) },
    shares: Object.fromEntries(vehicleClasses.map((name) => [name, text(`share.${name}`)]).filter(([, typed]) => typed !== '')),
    cap: (caps.has(cap) ? cap : 'none') as RateValues['cap'],
    ...{ capAmount: text('capAmount'), exitGraceMinutes: text('exitGraceMinutes'), vatPercent: text('vatPercent') },
  }
}

/** What drivers read where the owner has written nothing: in the language of the car park. */
type NewNames = Pick<PricesWords['form'], 'nightName' | 'earlyBird' | 'otherTimes' | 'package'>

/** Every window and package has a name: a receipt says it. */
export function named(values: RateValues, names: NewNames): RateValues {
  return {
    ...values,
    windows: values.windows.map((each) => ({ ...each, name: each.name.trim() || names.otherTimes })),
    specials: values.specials.map((each) => ({ ...each, name: each.name.trim() || names.package })),
  }
}

/**
 * What an add or remove button asks for: `addLine` and `removeLine.2` for the table's own lines, `addLine.windows.0` and
 * `removeLine.2.windows.0` for a window's, `addWindow`, `removeWindow.0`, `addSpecial`, `removeSpecial.0`.
 */
export function editValues(values: RateValues, what: string, names: NewNames): RateValues {
  const [, verb, part, index, window] = /^(add|remove)(Line|Window|Special)(?:\.(\d{1,2}))?(?:\.windows\.(\d{1,2}))?$/.exec(what) ?? []
  if (verb === undefined || (verb === 'remove' && index === undefined)) return values
  const at = verb === 'remove' ? Number(index) : null
  if (part === 'Window') return { ...values, windows: changed(values.windows, at, { ...newWindow, name: names.nightName }, MAX_WINDOWS) }
  if (part === 'Special')
    return { ...values, specials: changed(values.specials, at, { ...newSpecial, name: names.earlyBird }, MAX_WINDOWS) }
  if (window === undefined) return { ...values, lines: changed(values.lines, at, nextLine(values.lines), MAX_LINES) }
  const windows = values.windows.map((each, i) =>
    i === Number(window) ? { ...each, lines: changed(each.lines, at, nextLine(each.lines), MAX_LINES) } : each,
  )
  return { ...values, windows }
}

function changed<T>(all: readonly T[], remove: number | null, added: T, most: number): readonly T[] {
  if (remove !== null) return all.filter((_, i) => i !== remove)
  return all.length < most ? [...all, added] : all
}

/** Continues where the last line ends. */
function nextLine(lines: readonly RateLineValues[]): RateLineValues {
  return { kind: 'incrementingRate', from: lines.at(-1)?.until ?? '0:00', until: '', stepMinutes: '60', amount: '' }
}

const newWindow: Omit<RateWindowValues, 'name'> = {
  ...{ days: '1234567', from: '20:00', until: '07:00', dates: '', maximum: '' },
  lines: [{ kind: 'incrementingRate', from: '0:00', until: '', stepMinutes: '60', amount: '' }],
}

const newSpecial: Omit<RateSpecialValues, 'name'> = {
  ...{ days: '12345', from: '06:00', until: '09:00', dates: '', leaveBy: '19:00', leaveDays: '0', amount: '' },
}
