import { readFileSync } from 'node:fs'
import type { Place } from '@gatehouse/domain/place.ts'
import { payUrlProblem } from '@gatehouse/domain/proof/quote-token.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, transitionsFor } from '@gatehouse/domain/time.ts'
import { parse as parseToml, TomlError } from 'smol-toml'
import * as v from 'valibot'
import { credentialsSchema, PICTURE_KIB_PER_SECOND, type SiteFile, siteSchema } from './site-schema.ts'

/** What one box runs with: `site.toml`, checked once, every problem reported at once, then frozen. */
export interface ApplianceConfig {
  readonly place: Place
  readonly box: { readonly id: string; readonly dataDir: string; readonly host: string; readonly port: number }
  readonly recognition: {
    readonly engine: 'ppocr' | 'gatehouse' | 'cards'
    readonly detectorCard: string | undefined
    readonly readerCard: string | undefined
    readonly secondReader: 'ppocr' | undefined
    readonly openThreshold: number
    readonly chargeThreshold: number
    readonly threads: number
  }
  /** from a credentials file; null for a box that has keys of its own, or no cloud */
  readonly cloud: CloudConfig | null
  /** what the site file says about the cloud, credentials apart */
  readonly cloudTable: { readonly url: string; readonly payUrl: string | null; readonly claimCode: string | null } | null
  /** how fast pictures may go up; 0: they stay here */
  readonly pictureBytesPerSecond: number
  /** where the other boxes of this site reach this one's broker; null: it is alone */
  readonly peers: { readonly host: string; readonly port: number } | null
  readonly lanes: SiteFile['lane']
  readonly payPoints: SiteFile['pay_point']
  readonly localTariff: RateTable
  readonly quoteLockMs: number
  readonly exit: { readonly riskCapMinor: number; readonly waiveTopUpBelowMinor: number; readonly releaseAfterMs: number }
  readonly honestyMs: number
  /** what will work, and badly: `gatehouse check` refuses it, a box that stands at its barrier starts and says so */
  readonly doubts: readonly ConfigProblem[]
}

/** Where this box's cloud is and how it proves itself there. `number` and `secret` make its QR codes (domain/proof). */
export interface CloudConfig {
  readonly url: string
  /** prefix of the QR's text, upper case, ending in `/Q/` */
  readonly payUrl: string
  /** null: requests are signed with the box's own key */
  readonly token: string | null
  readonly number: number
  /** which of the device's keys `secret` is, 0–15: enrolment gives key 0, each rotation the next */
  readonly kid: number
  readonly secret: Uint8Array
  /** the key before the last rotation; codes made with it are taken for seven days */
  readonly previous: { readonly kid: number; readonly secret: Uint8Array; readonly retiredAt: number } | null
}

export interface ConfigProblem {
  /** dotted key, such as `lane[0].barrier.relay`; empty for the file as a whole */
  readonly key: string
  readonly found: string
  readonly allowed: string
}

/** Names the file and every problem in it; a technician mends them in one go. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[]
  constructor(file: string, problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    super(
      [
        `${file}: ${count}. Mend the file and start again.`,
        ...problems.map((p) => `  ${p.key || '(file)'}: found ${p.found}; allowed: ${p.allowed}`),
      ].join('\n'),
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** Reads and checks a site file; throws ConfigError with all problems. */
export function loadConfig(file: string): ApplianceConfig {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    const found = code === 'ENOENT' ? 'no such file' : code === 'EACCES' ? 'a file this user may not read' : String(code)
    throw new ConfigError(file, [{ key: '', found, allowed: 'a readable site.toml (docs/operations/site-toml.md shows one)' }])
  }
  return parseConfig(text, file)
}

/** Checks the text of a site file. `file` is only used to name it in errors. */
export function parseConfig(text: string, file: string): ApplianceConfig {
  let raw: unknown
  try {
    raw = parseToml(text)
  } catch (cause) {
    const where = cause instanceof TomlError ? `line ${cause.line}, column ${cause.column}: ${cause.message.split('\n')[0]}` : String(cause)
    throw new ConfigError(file, [{ key: '', found: where, allowed: 'valid TOML 1.0' }])
  }
  const result = v.safeParse(siteSchema, raw)
  if (!result.success) throw new ConfigError(file, result.issues.map(problemOf))
  const site = result.output
  return deepFreeze({
    place: {
      id: site.site.id,
      name: site.site.name,
      country: site.site.country,
      timeZone: site.site.time_zone,
      currency: site.site.currency,
      capacity: site.site.capacity ?? null,
      ...(site.site.languages ? { languages: site.site.languages } : {}),
      lanes: site.lane.map(({ id, name, direction }) => ({ id, name, direction })),
      ...(site.pay_point.length > 0 ? { payPoints: site.pay_point.map(({ id, name }) => ({ id, name })) } : {}),
    },
    box: { id: site.box.id, dataDir: site.box.data, host: site.box.host, port: site.box.port },
    recognition: {
      engine: site.recognition.engine,
      detectorCard: site.recognition.detector,
      readerCard: site.recognition.reader,
      secondReader: site.recognition.second_reader === 'none' ? undefined : site.recognition.second_reader,
      openThreshold: site.recognition.open_threshold,
      chargeThreshold: site.recognition.charge_threshold,
      threads: site.recognition.threads,
    },
    cloud: readCloud(site),
    cloudTable: cloudTableOf(site),
    pictureBytesPerSecond: (site.cloud?.picture_kib_per_second ?? PICTURE_KIB_PER_SECOND) * 1024,
    peers: site.peers ?? null,
    lanes: site.lane,
    payPoints: site.pay_point,
    localTariff: localTariff(site),
    quoteLockMs: site.tariff.quote_lock_minutes * MINUTE_MS,
    exit: {
      riskCapMinor: site.exit.risk_cap_minor,
      waiveTopUpBelowMinor: site.exit.waive_top_up_below_minor,
      releaseAfterMs: site.exit.release_after_seconds * SECOND_MS,
    },
    honestyMs: site.site.honesty_hours * HOUR_MS,
    doubts: doubtsOf(site),
  })
}

/** The QR stays in alphanumeric mode: upper case throughout, `…/Q/` then the token. */
export const payPrefix = (url: string): string => `${url.replace(/\/$/, '').toUpperCase()}/Q/`

function doubtsOf({ cloud }: SiteFile): readonly ConfigProblem[] {
  if (!cloud) return []
  const [key, text] = cloud.pay_url === undefined ? ['cloud.url', cloud.url] : ['cloud.pay_url', cloud.pay_url]
  const problem = payUrlProblem(payPrefix(text))
  if (problem === null) return []
  return [{ key, found: problem, allowed: 'a short address for the QR, in pay_url: https://p.example.org' }]
}

function cloudTableOf({ cloud }: SiteFile): ApplianceConfig['cloudTable'] {
  if (!cloud) return null
  return {
    url: cloud.url.replace(/\/$/, ''),
    payUrl: cloud.pay_url === undefined ? null : payPrefix(cloud.pay_url),
    claimCode: cloud.claim_code ?? null,
  }
}

function readCloud(site: SiteFile): CloudConfig | null {
  if (site.cloud?.credentials_file === undefined) return null
  const file = site.cloud.credentials_file
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    const found = (cause as NodeJS.ErrnoException).code ?? 'not JSON'
    throw new ConfigError(file, [
      { key: '', found, allowed: 'the credentials file this box was given, or no credentials_file in site.toml once it is enrolled' },
    ])
  }
  const result = v.safeParse(credentialsSchema, raw)
  if (!result.success)
    throw new ConfigError(
      file,
      result.issues.map(problemOf).map((problem) => ({ ...problem, found: 'something else' })),
    ) // never echo a secret
  const { previous, ...credentials } = result.output
  const before = previous ? { kid: previous.kid, secret: previous.secret, retiredAt: previous.retired_at } : null
  return {
    url: site.cloud.url.replace(/\/$/, ''),
    payUrl: payPrefix(site.cloud.pay_url ?? site.cloud.url),
    ...credentials,
    previous: before,
  }
}

/** The tariff a box runs on until the cloud sends one, and for ever if it was never enrolled. */
function localTariff(site: SiteFile): RateTable {
  const tariff = site.tariff
  return {
    id: 'local',
    version: 1,
    name: tariff.name,
    currency: site.site.currency,
    effectiveFrom: 0,
    timeZone: site.site.time_zone,
    transitions: transitionsFor(site.site.time_zone, Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 1) + 12 * 365 * DAY_MS),
    freeMs: tariff.free_minutes * MINUTE_MS,
    freeIsGrace: tariff.free_is_grace,
    exitGraceMs: tariff.exit_grace_minutes * MINUTE_MS,
    lines: tariff.line.map((line) => {
      const fromMs = line.from_minutes * MINUTE_MS
      if (line.kind === 'flatRate') return { kind: line.kind, fromMs, amountMinor: line.amount_minor }
      const untilMs = line.until_minutes === undefined ? null : line.until_minutes * MINUTE_MS
      if (line.kind === 'flatRateTier') return { kind: line.kind, fromMs, untilMs, amountMinor: line.amount_minor }
      return { kind: line.kind, fromMs, untilMs, stepMs: line.step_minutes * MINUTE_MS, amountMinor: line.amount_minor }
    }),
    cap: capOf(tariff.daily_maximum),
    vatBasisPoints: Math.round(tariff.vat_percent * 100),
  }
}

function capOf(cap: SiteFile['tariff']['daily_maximum']): RateTable['cap'] {
  if (cap.kind === 'none') return cap
  if (cap.kind === 'calendarDay') return { kind: cap.kind, amountMinor: cap.amount_minor }
  return { kind: cap.kind, amountMinor: cap.amount_minor, periodMs: cap.period_minutes * MINUTE_MS }
}

function problemOf(issue: v.BaseIssue<unknown>): ConfigProblem {
  const key = (issue.path ?? []).reduce(
    (path, item) => (typeof item.key === 'number' ? `${path}[${item.key}]` : `${path}${path ? '.' : ''}${String(item.key)}`),
    '',
  )
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return { key, found: 'an unknown key', allowed: 'the keys listed in docs/operations/site-toml.md' }
  const missing = issue.received === 'undefined'
  return {
    key,
    found: missing ? 'nothing' : issue.received,
    allowed: issue.message.startsWith('Invalid') ? (issue.expected ?? issue.message).replaceAll('"', '') : issue.message,
  }
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !ArrayBuffer.isView(value) && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const child of Object.values(value)) deepFreeze(child)
  }
  return value
}
