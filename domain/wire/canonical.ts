/**
 * One spelling for one value, so a box and the cloud hash the same bytes: keys sorted by UTF-16 code unit, no white space,
 * numbers as ECMAScript prints them (RFC 8785, JSON Canonicalization Scheme). Throws TypeError, naming the path, for
 * what JSON would lose: undefined, NaN, Infinity, integers beyond 2^53, dates, maps, bigints.
 */
export function canonicalJson(value: unknown): string {
  return isSpelled(value) ? JSON.stringify(value) : write(value, [])
}

/**
 * Whether the engine's own JSON of a value is the canonical one: keys already in order, nothing that JSON would lose. What was read from
 * canonical JSON is, so a payload is written in one go instead of piece by piece.
 */
function isSpelled(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))
  if (Array.isArray(value)) {
    // by index: holes must be met
    for (let i = 0; i < value.length; i++) if (!isSpelled(value[i])) return false
    return true
  }
  if (!isPlainObject(value)) return false
  let before: string | null = null
  for (const key of Object.keys(value)) {
    if ((before !== null && key < before) || !isSpelled(value[key])) return false
    before = key
  }
  return true
}

/** Keys and indices that lead to a value; put into words only when one cannot be written. */
type Path = (string | number)[]

// every event is written twice on a box and once at the cloud: no text is made here that is not part of the result
function write(value: unknown, path: Path): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return writeNumber(value, path)
  if (Array.isArray(value)) return writeList(value, path)
  if (isPlainObject(value)) return writeMembers(value, path)
  throw new TypeError(`canonical JSON cannot hold ${describe(value)} at ${spell(path)}`)
}

function writeList(list: readonly unknown[], path: Path): string {
  let text = ''
  for (let i = 0; i < list.length; i++) {
    path.push(i)
    text += `${i === 0 ? '' : ','}${write(list[i], path)}`
    path.pop()
  }
  return `[${text}]`
}

function writeMembers(members: Readonly<Record<string, unknown>>, path: Path): string {
  let text = ''
  for (const key of Object.keys(members).sort()) {
    path.push(key)
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(members[key], path)}`
    path.pop()
  }
  return `{${text}}`
}

function writeNumber(value: number, path: Path): string {
  if (Number.isSafeInteger(value)) return String(value)
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold ${value} at ${spell(path)}`)
  if (Number.isInteger(value)) throw new TypeError(`canonical JSON cannot hold ${value} at ${spell(path)}: beyond 2^53 it is not exact`)
  return JSON.stringify(value)
}

const spell = (path: Path): string => `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function describe(value: unknown): string {
  return typeof value === 'object' ? `a ${value?.constructor?.name ?? 'special'} object` : String(typeof value)
}
