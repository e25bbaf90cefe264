import type { Language } from '@gatehouse/domain/language.ts'

/** The forms a language has for whole numbers (CLDR plural rules); millions in French, Spanish, Italian and Portuguese go by `other`. */
interface FormsOf extends Record<Exclude<Language, 'pl' | 'ar'>, 'one' | 'other'> {
  readonly pl: 'one' | 'few' | 'many'
  readonly ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
}

/** Says a whole number of things in a language: `#` in the form stands for the number, written as the language writes it. */
export function counting<L extends Language>(language: L): (count: number, forms: Readonly<Record<FormsOf[L], string>>) => string {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-latn' : language)
  return (count, forms) => {
    const said: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = forms
    const form = said[rules.select(count)] ?? said.other ?? said.many ?? ''
    return form.replaceAll('#', numbers.format(count))
  }
}
