// H. Michael Damm, "Total anti-symmetrische Quasigruppen" (Marburg 2004): a quasigroup of order 10, weakly totally
// anti-symmetric with a zero diagonal, so every single-digit error and every swap of neighbours changes the outcome.
const QUASIGROUP = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
]

/** The check digit of a digit string; 0 for a string that already ends in its check digit. */
export function dammDigit(digits: string): number {
  let interim = 0
  for (const digit of digits) interim = Number(QUASIGROUP[interim]?.[Number(digit)])
  return interim
}
