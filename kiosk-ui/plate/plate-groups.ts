/** A character the reader gave less than this is drawn as unsure: about one in four of them is wrong. */
const SURE = 0.75

export const isUnsure = (certainty: number | undefined): boolean => certainty !== undefined && certainty < SURE

interface Grouping {
  readonly pattern: RegExp
  readonly join: '' | ' ' | '-'
}

const group = (pattern: RegExp, join: Grouping['join'] = ' '): Grouping => ({ pattern, join })

/**
 * How a country breaks up its plates. Normalised text has lost its separators; these bring back only those that the text
 * itself decides (a German district code does not: "BAB1234" may be B·AB or BA·B, so only letters and digits part).
 */
const groupings: ReadonlyMap<string, readonly Grouping[]> = new Map(
  Object.entries({
    AT: [group(/^([A-Z]{1,2})(\d{1,5}[A-Z]{1,3})$/)],
    BE: [group(/^(\d)([A-Z]{3})(\d{3})$/, '-')],
    BR: [group(/^([A-Z]{3})(\d{4})$/, '-')],
    CH: [group(/^([A-Z]{2})(\d{1,3})(\d{3})$/), group(/^([A-Z]{2})(\d{1,3})$/)],
    CZ: [group(/^(\d[A-Z]\d)(\d{4})$/)],
    DE: [group(/^([A-Z]{2,5})(\d{1,4}[EH]?)$/)],
    DK: [group(/^([A-Z]{2})(\d{2})(\d{3})$/)],
    ES: [group(/^(\d{4})([A-Z]{3})$/)],
    FR: [group(/^([A-Z]{2})(\d{3})([A-Z]{2})$/, '-')],
    GB: [group(/^([A-Z]{2}\d{2})([A-Z]{3})$/), group(/^([A-Z]\d{1,3})([A-Z]{3})$/)],
    IE: [group(/^(\d{2,3})([A-Z]{1,2})(\d{1,6})$/, '-')],
    IN: [group(/^([A-Z]{2})(\d{1,2})([A-Z]{1,3})(\d{4})$/)],
    IT: [group(/^([A-Z]{2})(\d{3})([A-Z]{2})$/)],
    NL: [
      group(/^([A-Z]{2})(\d{2})(\d{2})$/, '-'),
      group(/^(\d{2})([A-Z]{2})([A-Z]{2})$/, '-'),
      group(/^([A-Z]{2})([A-Z]{2})(\d{2})$/, '-'),
      group(/^([A-Z]{1,3}|\d{1,3})([A-Z]{2,3}|\d{2,3})([A-Z]{1,3}|\d{1,3})$/, '-'),
    ],
    PL: [group(/^([A-Z]{2,3})([A-Z0-9]{4,5})$/)],
    PT: [group(/^([A-Z]{2})(\d{2})([A-Z]{2})$/), group(/^(\d{2})([A-Z]{2})(\d{2})$/)],
    RO: [group(/^([A-Z]{1,2})(\d{2,3})([A-Z]{3})$/)],
    SE: [group(/^([A-Z]{3})(\d{2}[A-Z0-9])$/)],
    US: [group(/^(\d[A-Z]{3})(\d{3})$/, '')],
  }),
)

/** The text in the groups its country would print, and what stands between them; one group where nothing decides. */
export function plateGroups(text: string, country: string | null): { readonly groups: readonly string[]; readonly join: string } {
  for (const { pattern, join } of groupings.get(country ?? '') ?? []) {
    const found = pattern.exec(text)
    if (found) return { groups: found.slice(1), join }
  }
  return { groups: [text], join: '' }
}

/** True when the text could be a plate of that country, as far as is known here. */
export const fitsCountry = (text: string, country: string): boolean =>
  (groupings.get(country) ?? []).some(({ pattern }) => pattern.test(text)) || (country === 'BR' && /^[A-Z]{3}\d[A-Z]\d{2}$/.test(text))
