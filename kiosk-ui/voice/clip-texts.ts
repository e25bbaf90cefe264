import type { Language } from '@gatehouse/domain/language.ts'
import type { Strings } from '../strings/strings.ts'
import { spokenCurrencies } from './utterance.ts'

/** Every clip of a language, key to the text that is to be spoken. Only the build reads this; the page knows the keys. */
export function clipTexts(language: Language, strings: Strings): ReadonlyMap<string, string> {
  return new Map([...spokenTexts(strings), ...numbers(), ...letters(), ...currencies(language)])
}

/** Texts that are said as they stand; the others are labels, or take figures. */
const SPOKEN =
  /^(helpCalled|(attract\.(title|plateIsTicket|payHere|payHerePhone)|pay\.(title|scan|withPhone|card|cannotPay)|exitCode\.(title|line)|search\.(pick|title|rule|tooMany|none)|honesty\.(title|line|offer)|elsewhere\.(title|phone|backOut)|payPoint\.(title|line|toCar|leaveBy|after|cannotPay))$|(reading|welcome|denied|exitCode\.problems|paying|failed|thanks|notFound|held|fault)\.)/

function spokenTexts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return SPOKEN.test(path) ? [[`t.${path}`, value]] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => spokenTexts(inner, path ? `${path}.${key}` : key))
}

function numbers(): [string, string][] {
  const said = [...Array.from({ length: 100 }, (_, n) => n), ...Array.from({ length: 9 }, (_, n) => (n + 1) * 100), 1_000]
  return said.map((n) => [`n.${n}`, String(n)])
}

const letters = (): [string, string][] => [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => [`l.${letter}`, letter])

/** The currency's name in each plural form the language has, as Intl declines it. */
function currencies(language: Language): [string, string][] {
  const rules = new Intl.PluralRules(language)
  const samples = new Map(Array.from({ length: 200 }, (_, i) => 199 - i).map((n) => [rules.select(n), n] as const))
  return spokenCurrencies.flatMap((currency) => {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'name', maximumFractionDigits: 0 })
    return [...samples].map(([form, n]): [string, string] => {
      const name = format.formatToParts(n).find(({ type }) => type === 'currency')?.value ?? currency
      return [`c.${currency}.${form}`, name]
    })
  })
}
