// Letters that are not Latin but look it on a plate (Cyrillic, Greek), and Latin ones that do not decompose.
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['АВЕКМНОРСТУХІЈЅ', 'ABEKMHOPCTYXIJS'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
    ['ØĐŁÆŒ', 'ODLAO'],
    ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ].flatMap(([from = '', to = '']) => [...from].map((char, i) => [char, to[i] ?? ''])),
)

/** Upper-case A–Z0–9 only: spaces, hyphens, seals and accents are dropped, look-alike letters become Latin (P1). */
export function normalisePlate(raw: string): string {
  return raw
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/gu, (char) => LOOKALIKES[char] ?? '')
}
