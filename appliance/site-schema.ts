import { languageCodes } from '@gatehouse/domain/language.ts'
import { vehicleClasses } from '@gatehouse/domain/tariff/rate-table.ts'
import { plainClaimCode } from '@gatehouse/domain/wire/identity.ts'
import * as v from 'valibot'
import { areaOf, crossesItself } from './polygon.ts'

/**
 * The shape of `site.toml`: what is wired to this box, and the tariff it starts with. Keys are snake_case as people write
 * TOML; unknown keys are refused, because a misspelt key would otherwise be a silently missing setting.
 */
const name = (max = 64) => v.pipe(v.string('text'), v.minLength(1, 'a non-empty text'), v.maxLength(max, `at most ${max} characters`))
const ident = v.pipe(v.string('text'), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'lower-case letters, digits and dashes, at most 32'))
const whole = (min: number, max: number) =>
  v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(min, `${min} to ${max}`), v.maxValue(max, `${min} to ${max}`))
const ratio = v.pipe(v.number('a number'), v.minValue(0, '0 to 1'), v.maxValue(1, '0 to 1'))
const gpioLine = whole(0, 53)
const url = v.pipe(v.string('text'), v.url('a full URL such as https://cloud.example.org'))

const gpioBarrier = v.strictObject({
  driver: v.picklist(['gpio', 'onoff']),
  chip: v.optional(v.picklist(['auto', 'pinctrl-rp1', 'pinctrl-bcm2711', 'pinctrl-bcm2835', 'gpio-sim'], 'a gpiochip label'), 'auto'),
  relay: gpioLine,
  arming_loop: gpioLine,
  closing_loop: gpioLine,
  open_limit: v.optional(gpioLine),
  closed_limit: v.optional(gpioLine),
  pulse_ms: v.optional(whole(200, 1000), 500),
})
const mqttBarrier = v.strictObject({
  driver: v.literal('mqtt'),
  url: v.pipe(v.string('text'), v.regex(/^mqtts?:\/\//, 'mqtt://HOST:PORT or mqtts://HOST:PORT')),
  username: v.optional(name()),
  password_file: v.optional(name(256)),
})
const simulatedBarrier = v.strictObject({ driver: v.literal('simulated') })

const rpicam = v.strictObject({
  driver: v.literal('rpicam'),
  camera: v.optional(whole(0, 3), 0),
  width: v.optional(whole(320, 4608), 1920),
  height: v.optional(whole(240, 2592), 1080),
  framerate: v.optional(whole(1, 60), 10),
  shutter_us: v.optional(whole(50, 100_000)),
})
const folder = v.strictObject({ driver: v.literal('folder'), path: name(512), framerate: v.optional(whole(1, 60), 5) })
const simulatedCamera = v.strictObject({ driver: v.literal('simulated') })

const point = v.tuple([ratio, ratio], 'a point [x, y] in shares of the picture, 0 to 1')
const polygon = v.pipe(
  v.array(point, 'a list of points [x, y], each 0 to 1'),
  v.minLength(3, 'three points or more'),
  v.maxLength(32, 'at most 32 points'),
  v.check((points) => areaOf(points) >= 0.0005, 'points around an area, not on a line'),
  v.check((points) => !crossesItself(points), 'a line that does not cross itself'),
)
/** where in the camera's picture cars are looked for */
const view = v.strictObject({
  region: v.optional(
    v.pipe(
      polygon,
      v.check((points) => areaOf(points) >= 0.02, 'a region of a fiftieth of the picture or more'),
    ),
  ),
  masks: v.optional(v.pipe(v.array(polygon, 'a list of polygons'), v.maxLength(16, 'at most 16 masks')), []),
})

export const laneSchema = v.strictObject({
  id: ident,
  name: name(),
  direction: v.picklist(['entryOnly', 'exitOnly']),
  barrier: v.variant('driver', [gpioBarrier, mqttBarrier, simulatedBarrier]),
  camera: v.variant('driver', [rpicam, folder, simulatedCamera]),
  view: v.optional(view),
  /** an entry for one kind of vehicle, priced by its class in the tariff */
  vehicle_class: v.optional(v.picklist(vehicleClasses)),
  card_terminal: v.optional(v.picklist(['none', 'simulated', 'cloud']), 'none'),
})

export const payPointSchema = v.strictObject({
  id: ident,
  name: name(),
  card_terminal: v.optional(v.picklist(['none', 'simulated', 'cloud']), 'none'),
})

const recognition = v.pipe(
  v.strictObject({
    engine: v.optional(v.picklist(['ppocr', 'gatehouse', 'cards']), 'gatehouse'),
    /** model cards, with engine = "cards" (docs/operations/recognition-engines.md) */
    detector: v.optional(name(512)),
    reader: v.optional(name(512)),
    second_reader: v.optional(v.picklist(['none', 'ppocr']), 'none'),
    open_threshold: v.optional(ratio, 0.5),
    charge_threshold: v.optional(ratio, 0.8),
    threads: v.optional(whole(1, 4), 1),
  }),
  v.check(
    ({ engine, detector, reader }) => [detector, reader].every((path) => (path !== undefined) === (engine === 'cards')),
    'detector and reader together, and only with engine = "cards"',
  ),
)

const minutes = whole(0, 60 * 24 * 366)
const tariffLine = v.variant('kind', [
  v.strictObject({ kind: v.literal('flatRate'), from_minutes: v.optional(minutes, 0), amount_minor: whole(0, 100_000_000) }),
  v.strictObject({
    kind: v.literal('flatRateTier'),
    from_minutes: v.optional(minutes, 0),
    until_minutes: v.optional(minutes),
    amount_minor: whole(0, 100_000_000),
  }),
  v.strictObject({
    kind: v.literal('incrementingRate'),
    from_minutes: v.optional(minutes, 0),
    until_minutes: v.optional(minutes),
    step_minutes: whole(1, 60 * 24 * 31),
    amount_minor: whole(0, 100_000_000),
  }),
])
const dailyMaximum = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('calendarDay'), amount_minor: whole(1, 100_000_000) }),
  v.strictObject({
    kind: v.literal('rolling'),
    amount_minor: whole(1, 100_000_000),
    period_minutes: v.optional(whole(1, 60 * 24 * 31), 1440),
  }),
])

/** half of an uplink of 1 Mbit/s */
export const PICTURE_KIB_PER_SECOND = 64

const siteTables = v.strictObject({
  site: v.strictObject({
    id: ident,
    name: name(),
    country: v.pipe(v.string('text'), v.regex(/^[A-Z]{2}$/, 'a two-letter ISO 3166-1 country code, upper case')),
    time_zone: v.pipe(
      v.string('text'),
      v.check((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'an IANA time zone such as Europe/Berlin'),
    ),
    currency: v.pipe(v.string('text'), v.regex(/^[A-Z]{3}$/, 'a three-letter ISO 4217 code, upper case')),
    capacity: v.optional(whole(1, 100_000)),
    /** how far back a driver whose car cannot be found may say they came in; 0: help only */
    honesty_hours: v.optional(whole(0, 24 * 14), 24),
    languages: v.optional(
      v.pipe(
        v.array(v.picklist(languageCodes, `one of ${languageCodes.join(', ')}`), 'a list such as ["de", "en", "fr"]'),
        v.minLength(1, 'at least one language'),
        v.check((codes) => new Set(codes).size === codes.length, 'each language once'),
      ),
    ),
  }),
  box: v.strictObject({
    id: ident,
    data: name(512),
    host: v.optional(name(), '127.0.0.1'),
    port: v.optional(whole(0, 65_535), 8080),
  }),
  recognition: v.optional(recognition, {}),
  cloud: v.optional(
    v.strictObject({
      ...{ url, pay_url: v.optional(url) },
      /** how fast pictures may go up when nothing else waits; 0: they stay on the box */
      picture_kib_per_second: v.optional(whole(0, 100_000), PICTURE_KIB_PER_SECOND),
      /** a box that has a token instead of keys of its own */
      credentials_file: v.optional(name(512)),
      claim_code: v.optional(
        v.pipe(
          v.string('text'),
          v.check((text) => plainClaimCode(text) !== null, 'a claim code such as ABCD-EF23'),
        ),
      ),
    }),
  ),
  peers: v.optional(
    v.strictObject({
      host: v.pipe(v.string('text'), v.regex(/^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/, 'the name or address other boxes reach this one at')),
      port: v.optional(whole(1, 65_535), 8884),
    }),
  ),
  lane: v.optional(v.pipe(v.array(laneSchema, 'one [[lane]] table per lane'), v.maxLength(4, 'at most four lanes on one box')), []),
  /** screens away from any lane, where drivers pay before the exit */
  pay_point: v.optional(
    v.pipe(v.array(payPointSchema, 'one [[pay_point]] table per screen'), v.maxLength(4, 'at most four on one box')),
    [],
  ),
  tariff: v.strictObject({
    name: name(),
    free_minutes: v.optional(minutes, 0),
    free_is_grace: v.optional(v.boolean('true or false'), true),
    exit_grace_minutes: v.optional(minutes, 15),
    vat_percent: v.optional(v.pipe(v.number('a number'), v.minValue(0, '0 to 50'), v.maxValue(50, '0 to 50')), 0),
    line: v.pipe(v.array(tariffLine, 'one [[tariff.line]] table per line'), v.minLength(1, 'at least one [[tariff.line]]')),
    daily_maximum: v.optional(dailyMaximum, { kind: 'none' }),
    quote_lock_minutes: v.optional(whole(1, 120), 15),
  }),
  exit: v.optional(
    v.strictObject({
      /** the largest fee let out at once, owed, while a card payment's outcome is unknown */
      risk_cap_minor: v.optional(whole(0, 100_000_000), 0),
      waive_top_up_below_minor: v.optional(whole(0, 100_000), 50),
      /** 0: a car for which nothing works waits for a person */
      release_after_seconds: v.optional(whole(0, 3_600), 90),
    }),
    {},
  ),
})

/** The whole file: each table by itself, then what must agree between them. Lanes and pay points share their names: prices and calls for help are told apart by them. */
export const siteSchema = v.pipe(
  siteTables,
  v.forward(
    v.partialCheck([['lane'], ['pay_point']], ({ lane, pay_point }) => lane.length + pay_point.length > 0, 'at least one [[lane]]'),
    ['lane'],
  ),
  v.forward(
    v.partialCheck(
      [['cloud'], ['lane'], ['pay_point']],
      ({ cloud, lane, pay_point }) =>
        cloud !== undefined || [...lane, ...pay_point].every(({ card_terminal }) => card_terminal !== 'cloud'),
      'card_terminal = "cloud" only with a [cloud] table: the cloud drives the reader',
    ),
    ['lane'],
  ),
  v.forward(
    v.partialCheck(
      [['lane'], ['pay_point']],
      ({ lane, pay_point }) => new Set([...lane, ...pay_point].map(({ id }) => id)).size === lane.length + pay_point.length,
      'a different id for every lane and pay point',
    ),
    ['lane'],
  ),
)

const deviceSecret = v.pipe(
  v.string('text'),
  v.transform((text) => new Uint8Array(Buffer.from(text, 'base64url'))),
  v.check((bytes) => bytes.length >= 32, 'base64url of at least 32 bytes'),
)
const keyNumber = whole(0, 15)

/**
 * What a box without keys of its own is handed, kept in a file of its own (mode 0600) so that site.toml can be shown to anyone. An
 * enrolment replaces it.
 */
export const credentialsSchema = v.strictObject({
  /** presented to the cloud with every request */
  token: v.pipe(v.string('text'), v.minLength(32, 'at least 32 characters')),
  /** the box's number in its QR codes */
  number: whole(0, 0xff_ffff),
  /** shared with the cloud, signs quotes and checks exit codes: base64url, at least 32 bytes */
  secret: deviceSecret,
  /** which of the box's keys that is */
  kid: v.optional(keyNumber, 0),
  /** the key before it; `retired_at` in epoch ms */
  previous: v.optional(v.strictObject({ kid: keyNumber, secret: deviceSecret, retired_at: whole(0, Number.MAX_SAFE_INTEGER) })),
})

export type SiteFile = v.InferOutput<typeof siteSchema>
