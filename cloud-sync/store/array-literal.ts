/**
 * One column of many rows as the text of a Postgres array, for `unnest($1::text[], $2::int8[], …)`. pg makes the same of a
 * JavaScript array, at five times the cost.
 * https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function arrayLiteral(values: readonly (string | number | boolean | null | undefined)[]): string {
  let text = ''
  for (const value of values) text += `${text === '' ? '' : ','}${element(value)}`
  return `{${text}}`
}

function element(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return 'NULL'
  return typeof value === 'string' ? `"${SPECIAL.test(value) ? value.replaceAll(/["\\]/g, '\\$&') : value}"` : String(value)
}

const SPECIAL = /["\\]/
