import type { Language } from '@gatehouse/domain/language.ts'

/** The word for `n` things: one form for each plural category the language has (CLDR), `other` where it has no special one. */
export function plural(
  language: Language,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string },
): (n: number) => string {
  const rules = new Intl.PluralRules(language)
  return (n) => forms[rules.select(n)] ?? forms.other
}
