/** How values of a family of types are read from their text and compared, so that we answer as Postgres does. */
export interface ValueClass {
  readonly name: 'text' | 'uuid' | 'enum' | 'number' | 'boolean' | 'date' | 'timestamp' | 'timestamptz'
  /** a comparable value; null when the text is none of this class */
  read(text: string): Value | null
  /** < 0, 0, > 0 */
  compare(a: Value, b: Value): number
  /** whether < and > are allowed */
  readonly ordered: boolean
}

export type Value = string | bigint | boolean | Decimal
interface Decimal {
  readonly digits: bigint
  readonly scale: number
  /** NaN sorts above everything, as in Postgres */
  readonly rank: -1 | 0 | 1 | 2
}

const texts = (a: Value, b: Value) => (a === b ? 0 : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b))))
const plain = (a: Value, b: Value) => (a === b ? 0 : a < b ? -1 : 1)
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const classes: { readonly [N in ValueClass['name']]: ValueClass } = {
  text: { name: 'text', read: (text) => text, compare: texts, ordered: true },
  uuid: {
    name: 'uuid',
    read: (text) => (UUID.test(text.toLowerCase()) ? text.toLowerCase() : null),
    compare: plain,
    ordered: true,
  },
  enum: { name: 'enum', read: (text) => text, compare: texts, ordered: false },
  number: { name: 'number', read: readDecimal, compare: compareDecimals, ordered: true },
  boolean: { name: 'boolean', read: readBoolean, compare: plain, ordered: true },
  date: { name: 'date', read: (text) => readTime(text, 'date'), compare: plain, ordered: true },
  timestamp: { name: 'timestamp', read: (text) => readTime(text, 'timestamp'), compare: plain, ordered: true },
  timestamptz: { name: 'timestamptz', read: (text) => readTime(text, 'timestamptz'), compare: plain, ordered: true },
}

const families: Readonly<Record<string, ValueClass['name']>> = {
  ...{ text: 'text', varchar: 'text', bpchar: 'text', name: 'text', uuid: 'uuid', bool: 'boolean', boolean: 'boolean' },
  ...{ int2: 'number', int4: 'number', int8: 'number', int: 'number', integer: 'number', bigint: 'number', smallint: 'number' },
  ...{ float4: 'number', float8: 'number', real: 'number', numeric: 'number', decimal: 'number', date: 'date' },
  ...{ timestamp: 'timestamp', timestamptz: 'timestamptz' },
}

/** The class of a type by its name; null when its values cannot be compared here. */
export const classOf = (type: string): ValueClass | null => {
  const name = families[type]
  return name ? classes[name] : null
}

function readBoolean(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  if (['t', 'true', 'yes', 'on', '1'].includes(word)) return true
  return ['f', 'false', 'no', 'off', '0'].includes(word) ? false : null
}

function readDecimal(text: string): Decimal | null {
  const match = /^\s*([+-]?)(?:(\d{1,400})(?:\.(\d{0,400}))?|\.(\d{1,400}))(?:e([+-]?\d{1,3}))?\s*$/i.exec(text)
  if (!match) {
    const word = text.trim().toLowerCase().replace(/^\+/, '')
    if (word === 'nan') return { digits: 0n, scale: 0, rank: 2 }
    if (word === 'infinity' || word === 'inf') return { digits: 0n, scale: 0, rank: 1 }
    return word === '-infinity' || word === '-inf' ? { digits: 0n, scale: 0, rank: -1 } : null
  }
  const [, sign, whole = '', fraction = '', bare = '', exponent = '0'] = match
  const digits = BigInt(`${whole}${fraction}${bare}`) * (sign === '-' ? -1n : 1n)
  const scale = fraction.length + bare.length - Number(exponent)
  return scale >= 0 ? { digits, scale, rank: 0 } : { digits: digits * 10n ** BigInt(-scale), scale: 0, rank: 0 }
}

function compareDecimals(a: Value, b: Value): number {
  const [x, y] = [a as Decimal, b as Decimal]
  if (x.rank !== 0 || y.rank !== 0) return x.rank - y.rank
  const scale = Math.max(x.scale, y.scale)
  return plain(x.digits * 10n ** BigInt(scale - x.scale), y.digits * 10n ** BigInt(scale - y.scale))
}

const TIME = /^(\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?( BC)?$/
const EVER = 1n << 62n

/** Microseconds since 1970. Constants are ISO 8601 only: other spellings depend on a session's settings. */
function readTime(text: string, type: 'date' | 'timestamp' | 'timestamptz'): bigint | null {
  if (text === 'infinity' || text === '-infinity') return text === 'infinity' ? EVER : -EVER
  const match = TIME.exec(text.trim())
  if (!match) return null
  const [, year = '', month = '', day = '', hour, minute = '0', second = '0', fraction = '', zone, bc] = match
  if ((type === 'date' && (hour !== undefined || zone)) || (type === 'timestamp' && zone)) return null
  const [y, mo, d] = [bc ? 1 - Number(year) : Number(year), Number(month), Number(day)]
  const time = Date.UTC(2000, mo - 1, d, Number(hour ?? 0), Number(minute), Number(second))
  const date = new Date(time)
  date.setUTCFullYear(y, mo - 1, d)
  if (mo < 1 || mo > 12 || date.getUTCDate() !== d || Number(minute) > 59 || Number(second) > 59 || Number(hour ?? 0) > 23) return null
  const offset = zone === undefined || zone === 'Z' ? 0 : minutesOf(zone)
  return BigInt(date.getTime() - offset * 60_000) * 1000n + BigInt(fraction.padEnd(6, '0') || '0')
}

function minutesOf(zone: string): number {
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return (zone[0] === '-' ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)))
}
