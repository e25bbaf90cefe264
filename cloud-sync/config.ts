import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import * as v from 'valibot'
import { type MailAccount, readMailAccount } from './mail-account.ts'
import { isTimeZone } from './owners/time-zone.ts'
import { type ProviderAccounts, readProviderAccounts } from './provider-accounts.ts'

/** What the cloud runs with: the environment, checked once, all problems reported at once, then frozen. */
export interface CloudConfig {
  /** null: a Postgres of our own under `dataDir` */
  readonly databaseUrl: string | null
  readonly host: string
  readonly port: number
  /** null only on loopback */
  readonly ownerToken: string | null
  readonly dataDir: string
  /** what the outside calls this cloud, without a trailing slash; null: as each request came */
  readonly publicUrl: string | null
  /** the real Electric service to put in front of, instead of our own engine */
  readonly electric: { readonly url: string; readonly secret: string | null } | null
  /** the accounts drivers can pay to; a box never sees a key */
  readonly providers: ProviderAccounts
  /** the mail server receipts go out by; none: none are sent */
  readonly mail?: MailAccount | null
  readonly testPayments: 'on' | 'off' | 'auto'
  readonly production: boolean
  /** sites and boxes made known at start */
  readonly enrolment: Enrolment
}

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const sellerLine = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))
const secret = v.pipe(
  v.string(),
  v.transform((text) => new Uint8Array(Buffer.from(text, 'base64url'))),
  v.check((bytes) => bytes.length >= 32, 'base64url of at least 32 bytes'),
)
/** The devices file: what enrolment gave each box, for the cloud's side. Keep it as private as a key. */
export const enrolmentSchema = v.strictObject({
  sites: v.array(
    v.strictObject({
      id,
      name: v.pipe(v.string(), v.minLength(1)),
      country: v.pipe(v.string(), v.length(2)),
      timeZone: v.pipe(v.string(), v.check(isTimeZone, 'an IANA time zone such as Europe/Berlin')),
      currency: v.pipe(v.string(), v.length(3)),
      capacity: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
      /** days that pictures of cars are kept in the cloud (30) */
      pictureDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3_650))),
      /** who sells the parking, as receipts must name them; the address line by line */
      seller: v.optional(
        v.strictObject({
          name: sellerLine,
          address: v.pipe(v.array(sellerLine), v.maxLength(5), v.readonly()),
          vatNumber: v.optional(sellerLine),
        }),
      ),
    }),
  ),
  devices: v.array(
    v.strictObject({
      id,
      site: id,
      label: v.optional(v.string()),
      token: v.pipe(v.string(), v.minLength(32)),
      /** the box's number in its QR codes, and what it shares with the cloud to sign them */
      number: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xff_ffff)),
      secret,
    }),
  ),
})
export type Enrolment = v.InferOutput<typeof enrolmentSchema>
export const noEnrolment: Enrolment = { sites: [], devices: [] }

export class CloudConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(
      `the cloud cannot start: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`} in the environment\n${problems.map((p) => `  ${p}`).join('\n')}`,
    )
    this.name = 'CloudConfigError'
    this.problems = problems
  }
}

const OWNER_TOKEN_MIN = 16

/** Reads the environment; throws CloudConfigError with every problem. An empty variable counts as absent. */
export function loadCloudConfig(env: Readonly<Record<string, string | undefined>>): CloudConfig {
  const problems: string[] = []
  const get = (name: string) => env[name]?.trim() || null
  const problem = (name: string, allowed: string) => {
    problems.push(`${name}: found ${JSON.stringify(env[name] ?? '')}; allowed: ${allowed}`)
    return null
  }
  const url = (name: string, protocols: readonly string[]) => {
    const text = get(name)
    if (text === null) return null
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text.replace(/\/$/, '')
    // a database URL holds a password: never repeat it
    problems.push(`${name}: not a URL starting with ${protocols.map((p) => `${p}//`).join(' or ')}`)
    return null
  }
  const choice = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    const text = get(name) ?? otherwise
    return allowed.find((a) => a === text) ?? (problem(name, allowed.join(', ')) || otherwise)
  }

  const host = get('HOST') ?? '127.0.0.1'
  if (host !== 'localhost' && isIP(host) === 0) problem('HOST', 'an IP address of this machine, such as 127.0.0.1 or 0.0.0.0')
  const portText = get('PORT') ?? '8090'
  const port = /^\d{1,5}$/.test(portText) && Number(portText) <= 65_535 ? Number(portText) : (problem('PORT', '0 to 65535') ?? 0)
  const ownerToken = get('OWNER_TOKEN')
  if (ownerToken !== null && ownerToken.length < OWNER_TOKEN_MIN)
    problems.push(`OWNER_TOKEN: too short; allowed: at least ${OWNER_TOKEN_MIN} characters`)
  if (ownerToken === null && !isLoopback(host)) {
    problems.push(
      `HOST: found ${JSON.stringify(host)}, which others can reach; set OWNER_TOKEN (at least ${OWNER_TOKEN_MIN} characters), or leave HOST out`,
    )
  }
  const publicUrl = url('PUBLIC_URL', ['http:', 'https:'])
  const electricUrl = url('ELECTRIC_URL', ['http:', 'https:'])
  const config: CloudConfig = {
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    host,
    port,
    ownerToken,
    dataDir: get('DATA_DIR') ?? '.data/cloud',
    publicUrl,
    electric: electricUrl === null ? null : { url: electricUrl, secret: get('ELECTRIC_SECRET') },
    providers: readProviderAccounts(get, problems),
    mail: readMailAccount(get, problems, { publicUrl }),
    testPayments: choice('TEST_PAYMENTS', ['auto', 'on', 'off'], 'auto'),
    production: get('NODE_ENV') === 'production',
    enrolment: readEnrolment(get('DEVICES_FILE'), problems),
  }
  if (problems.length > 0) throw new CloudConfigError(problems)
  return Object.freeze(config)
}

function readEnrolment(file: string | null, problems: string[]): Enrolment {
  if (file === null) return noEnrolment
  try {
    const parsed = v.safeParse(enrolmentSchema, JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.output
    for (const issue of parsed.issues) problems.push(`DEVICES_FILE ${file}: ${v.getDotPath(issue) ?? 'file'}: ${issue.message}`)
  } catch (error) {
    problems.push(`DEVICES_FILE: cannot read ${file}: ${error instanceof Error ? error.message : error}`)
  }
  return noEnrolment
}

export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
