import type { RateLineValues, RateValues } from '@gatehouse/domain/wire/owner-rates.ts'

const kinds = new Set(['incrementingRate', 'flatRateTier', 'flatRate'])
const caps = new Set(['none', 'calendarDay', 'rolling'])
const MAX_LINES = 24

/** Reads the posted fields; anything missing is empty, anything unknown the first choice. */
export function valuesFrom(form: Readonly<Record<string, unknown>>): RateValues {
  const text = (name: string) => {
    const value = form[name]
    return typeof value === 'string' ? value.slice(0, 100) : ''
  }
  const count = Array.from({ length: MAX_LINES }, (_, i) => i).filter((i) => form[`lines.${i}.from`] !== undefined).length
  const cap = text('cap')
  return {
    ...{ name: text('name'), when: text('when'), freeMinutes: text('freeMinutes'), freeIsGrace: text('freeIsGrace') === 'yes' },
    lines: Array.from({ length: count }, (_, i) => {
      const kind = text(`lines.${i}.kind`)
      return {
        kind: (kinds.has(kind) ? kind : 'incrementingRate') as RateLineValues['kind'],
        ...{ from: text(`lines.${i}.from`), until: text(`lines.${i}.until`) },
        ...{ stepMinutes: text(`lines.${i}.stepMinutes`), amount: text(`lines.${i}.amount`) },
      }
    }),
    cap: (caps.has(cap) ? cap : 'none') as RateValues['cap'],
    ...{ capAmount: text('capAmount'), exitGraceMinutes: text('exitGraceMinutes'), vatPercent: text('vatPercent') },
  }
}

/** `addLine` continues where the last one ends; `removeLine.2` takes the third away. */
export function editLines(values: RateValues, what: string): RateValues {
  if (what === 'addLine' && values.lines.length < MAX_LINES) {
    const from = values.lines.at(-1)?.until ?? '0:00'
    return { ...values, lines: [...values.lines, { kind: 'incrementingRate', from, until: '', stepMinutes: '60', amount: '' }] }
  }
  const [, index] = /^removeLine\.(\d{1,2})$/.exec(what) ?? []
  return index === undefined ? values : { ...values, lines: values.lines.filter((_, i) => i !== Number(index)) }
}
