import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'

const key = v.strictObject({ kty: v.literal('OKP'), crv: v.picklist(['Ed25519', 'X25519']), x: v.string(), d: v.string() })
const keyNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15))

/** Keys this box has made and shown to nobody yet, and the code (as SHA-256) they were made for. */
const pendingSchema = v.strictObject({ v: v.literal(1), codeHash: v.string(), signKey: key, agreeKey: key })
export type PendingKeys = v.InferOutput<typeof pendingSchema>

const identitySchema = v.strictObject({
  v: v.literal(1),
  device: v.string(),
  site: v.string(),
  cloudUrl: v.string(),
  publicUrl: v.nullable(v.string()),
  number: v.number(),
  kid: keyNumber,
  cloudKey: v.string(),
  enrolledAt: v.number(),
  /** of the code that was used: the same one standing in a site file is not tried again */
  codeHash: v.string(),
  signKey: key,
  agreeKey: key,
  /** what quotes and exit codes were made with before, base64url */
  previous: v.nullable(v.strictObject({ kid: keyNumber, secret: v.string(), retiredAt: v.number() })),
})
export type StoredIdentity = v.InferOutput<typeof identitySchema>

/**
 * `identity.json` and `identity.new.json` in the data folder, for this user only (0600), each written whole or not at all.
 * Throws a sentence for a file that cannot be read: a box must not make itself a new name because of a bad sector.
 */
export function identityFiles(dataDir: string) {
  const current = join(dataDir, 'identity.json')
  const pending = join(dataDir, 'identity.new.json')
  const code = join(dataDir, 'claim-code')
  return {
    current: (): StoredIdentity | null => readJson(current, identitySchema),
    pending: (): PendingKeys | null => readJson(pending, pendingSchema),
    keepPending: (keys: PendingKeys) => writeWhole(pending, `${JSON.stringify(keys, null, 2)}\n`),
    /** the new identity is in force, and what led to it is gone */
    keep(identity: StoredIdentity): void {
      writeWhole(current, `${JSON.stringify(identity, null, 2)}\n`)
      rmSync(pending, { force: true })
      rmSync(code, { force: true })
    },
    /** the code that a technician put on the card (provision-pi.sh --claim), or null */
    leftCode: (): string | null => readText(code)?.trim() || null,
    dropCode: () => rmSync(code, { force: true }),
  }
}

export type IdentityFiles = ReturnType<typeof identityFiles>

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code}): mend it, or move it away and enrol this box again`)
  }
}

function readJson<T>(file: string, schema: v.GenericSchema<unknown, T>): T | null {
  const text = readText(file)
  if (text === null) return null
  const wrong = () => new Error(`${file} is not what enrolment wrote: move it away and enrol this box again`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw wrong()
  }
  const parsed = v.safeParse(schema, json)
  // never says what it found: these are keys
  if (!parsed.success) throw wrong()
  return parsed.output
}

/** On the card before it counts: a power cut leaves the old file or the new one. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const part = `${file}.part`
  rmSync(part, { force: true })
  const descriptor = openSync(part, 'wx', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(part, file)
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
