/**
 * One spelling for one value, so a box and the cloud hash the same bytes: keys sorted by UTF-16 code unit, no white space,
 * numbers as ECMAScript prints them (RFC 8785, JSON Canonicalization Scheme). Throws TypeError, naming the path, for
 * what JSON would lose: undefined, NaN, Infinity, integers beyond 2^53, dates, maps, bigints.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$')
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return writeNumber(value, path)
  if (Array.isArray(value)) return `[${Array.from(value, (item, i) => write(item, `${path}[${i}]`)).join(',')}]`
  if (isPlainObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${write(value[key], `${path}.${key}`)}`)
    return `{${members.join(',')}}`
  }
  throw new TypeError(`canonical JSON cannot hold ${describe(value)} at ${path}`)
}

function writeNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold ${value} at ${path}`)
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new TypeError(`canonical JSON cannot hold ${value} at ${path}: beyond 2^53 it is not exact`)
  }
  return JSON.stringify(value)
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function describe(value: unknown): string {
  return typeof value === 'object' ? `a ${value?.constructor?.name ?? 'special'} object` : String(typeof value)
}
