import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gatehouse } from './cli/main.ts'
import { ConfigError, loadConfig, parseConfig } from './config.ts'

const good = `
[site]
id = "markt"
name = "Parkhaus am Markt"
country = "DE"
time_zone = "Europe/Berlin"
currency = "EUR"
capacity = 60

[box]
id = "box-1"
data = "/var/lib/gatehouse"

[[lane]]
id = "entry"
name = "Einfahrt"
direction = "entryOnly"
barrier = { driver = "gpio", relay = 17, arming_loop = 23, closing_loop = 24 }
camera = { driver = "rpicam", shutter_us = 2000 }

[[lane]]
id = "exit"
name = "Ausfahrt"
direction = "exitOnly"
barrier = { driver = "mqtt", url = "mqtt://127.0.0.1:1883" }
camera = { driver = "folder", path = "/srv/photos" }

[tariff]
name = "Standard"
free_minutes = 15
vat_percent = 19
[[tariff.line]]
kind = "incrementingRate"
step_minutes = 60
amount_minor = 250
[tariff.daily_maximum]
kind = "calendarDay"
amount_minor = 1800
`

const problemsOf = (text: string) => {
  try {
    parseConfig(text, 'site.toml')
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the configuration was accepted')
}

describe('site.toml', () => {
  it('knows pay points, alone or beside lanes; all have names of their own', () => {
    const point = '[[pay_point]]\nid = "hall"\nname = "Hall"\n'
    const { payPoints, place } = parseConfig(good.replace('[tariff]', `${point}[tariff]`), 'site.toml')
    expect(payPoints).toEqual([{ id: 'hall', name: 'Hall', card_terminal: 'none' }])
    expect(place.payPoints).toEqual([{ id: 'hall', name: 'Hall' }])
    expect(parseConfig(good, 'site.toml').place.payPoints).toBeUndefined()
    const noLanes = `${good.slice(0, good.indexOf('[[lane]]'))}${point}${good.slice(good.indexOf('[tariff]'))}`
    expect(parseConfig(noLanes, 'site.toml').lanes).toEqual([])
    expect(problemsOf(noLanes.replace(point, '')).problems).toMatchObject([{ key: 'lane', allowed: 'at least one [[lane]]' }])
    const twice = good.replace('[tariff]', `${point.replace('hall', 'exit')}[tariff]`)
    expect(problemsOf(twice).problems).toMatchObject([{ key: 'lane', allowed: 'a different id for every lane and pay point' }])
  })

  it('chooses the networks that read plates', () => {
    const withEngine = (keys: string) => `${good.replace('[[lane]]', `[recognition]\n${keys}\n[[lane]]`)}`
    expect(parseConfig(good, 'site.toml').recognition).toMatchObject({ engine: 'gatehouse', secondReader: undefined })
    expect(parseConfig(withEngine('engine = "gatehouse"\nsecond_reader = "ppocr"'), 'site.toml').recognition).toMatchObject({
      engine: 'gatehouse',
      secondReader: 'ppocr',
    })
    const cards = withEngine('engine = "cards"\ndetector = "/srv/d.card.json"\nreader = "/srv/r.card.json"')
    expect(parseConfig(cards, 'site.toml').recognition).toMatchObject({ detectorCard: '/srv/d.card.json', readerCard: '/srv/r.card.json' })
    for (const half of ['engine = "cards"\ndetector = "d.card.json"', 'reader = "r.card.json"'])
      expect(problemsOf(withEngine(half)).message).toContain('detector and reader together, and only with engine = "cards"')
  })

  it('doubts an address that makes the QR too fine, or leaves its alphabet; a short one and no cloud are good', async () => {
    const withCloud = (keys: string) => good.replace('[[lane]]', `[cloud]\n${keys}\n[[lane]]`)
    const doubted = (keys: string) => parseConfig(withCloud(keys), 'site.toml').doubts.map(({ key, found }) => `${key}: ${found}`)
    expect(parseConfig(good, 'site.toml').doubts).toEqual([])
    expect(doubted('url = "https://the-cloud-of-our-town.example.org"\npay_url = "https://p.example.org"')).toEqual([])
    expect(doubted('url = "https://the-cloud-of-our-town.example.org"')).toEqual([
      expect.stringMatching(/^cloud\.url: .*too fine to scan$/),
    ])
    expect(doubted('url = "https://a.org"\npay_url = "https://a.org/?p=_"')).toEqual([
      expect.stringMatching(/^cloud\.pay_url: .*capitals$/),
    ])

    const file = join(mkdtempSync(join(tmpdir(), 'gatehouse-check-')), 'site.toml')
    writeFileSync(file, withCloud('url = "https://the-cloud-of-our-town.example.org"'))
    let said = ''
    const write = (text: string) => {
      said += text
    }
    const io = { stdout: { write }, stderr: { write } }
    expect(await gatehouse(['check', file], io)).toBe(1)
    expect(said).toContain('cloud.url: found "HTTPS://THE-CLOUD')
    writeFileSync(file, withCloud('url = "https://c.example.org"'))
    expect(await gatehouse(['check', file], io)).toBe(0)
    expect(said).toContain('cloud https://c.example.org')
    rmSync(dirname(file), { recursive: true })
  })

  it('says where in a camera’s picture cars are looked for, and what is wrong with a polygon', () => {
    const view = (text: string) => good.replace('name = "Einfahrt"', `name = "Einfahrt"\nview = ${text}`)
    const region = '[[0.1, 0.4], [0.9, 0.4], [1, 1], [0, 1]]'
    expect(parseConfig(view(`{ region = ${region}, masks = [[[0, 0], [0.2, 0], [0.2, 0.2]]] }`), 'site.toml').lanes[0]?.view).toEqual({
      region: [
        [0.1, 0.4],
        [0.9, 0.4],
        [1, 1],
        [0, 1],
      ],
      masks: [
        [
          [0, 0],
          [0.2, 0],
          [0.2, 0.2],
        ],
      ],
    })
    const refused = (text: string) => expect(() => parseConfig(view(text), 'site.toml'))
    refused('{ region = [[0, 0], [1, 1], [1, 0], [0.2, 1]] }').toThrow(/lane\[0\]\.view\.region: .*does not cross itself/)
    refused('{ region = [[0, 0], [1, 1]] }').toThrow(/three points or more/)
    refused('{ region = [[0, 0], [0.1, 0], [0.1, 0.1]] }').toThrow(/a fiftieth of the picture or more/)
    refused('{ masks = [[[0, 0], [320, 0], [320, 240]]] }').toThrow(/view\.masks\[0\]\[1\]\[0\].*0 to 1/)
  })

  it('says where siblings reach this box, and names everything wrong with it', () => {
    const withPeers = (table: string) => good.replace('[[lane]]', `[peers]\n${table}\n[[lane]]`)
    expect(parseConfig(good, 'site.toml').peers).toBeNull()
    expect(parseConfig(withPeers('host = "192.168.1.11"'), 'site.toml').peers).toEqual({ host: '192.168.1.11', port: 8884 })
    expect(
      problemsOf(withPeers('host = "no good"\nport = 0\nhots = 1'))
        .problems.map(({ key }) => key)
        .sort(),
    ).toEqual(['peers.host', 'peers.hots', 'peers.port'])
  })

  it('reads a whole site and freezes it', () => {
    const config = parseConfig(good, 'site.toml')
    expect(config.place.lanes).toEqual([
      { id: 'entry', name: 'Einfahrt', direction: 'entryOnly' },
      { id: 'exit', name: 'Ausfahrt', direction: 'exitOnly' },
    ])
    expect(config.localTariff).toMatchObject({
      id: 'local',
      version: 1,
      freeMs: 900_000,
      vatBasisPoints: 1900,
      cap: { kind: 'calendarDay', amountMinor: 1800 },
    })
    expect(config.localTariff.lines).toEqual([{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: 3_600_000, amountMinor: 250 }])
    expect(config.cloud).toBeNull()
    expect(() => Object.assign(config.box, { port: 1 })).toThrow(TypeError)
  })

  it('reports every problem at once, each with key, what was found and what is allowed', () => {
    const bad = good
      .replace('country = "DE"', 'country = "Germany"')
      .replace('Europe/Berlin', 'Berlin')
      .replace('relay = 17', 'relay = 99')
      .replace('capacity = 60', 'capacitty = 60')
      .replace('step_minutes = 60', '')
    const error = problemsOf(bad)
    expect(error.problems.map((p) => p.key).sort()).toEqual([
      'lane[0].barrier.relay',
      'site.capacitty',
      'site.country',
      'site.time_zone',
      'tariff.line[0].step_minutes',
    ])
    expect(error.message).toContain('site.toml: 5 problems')
    expect(error.message).toContain('lane[0].barrier.relay: found 99; allowed: 0 to 53')
    expect(error.message).toContain('site.time_zone: found "Berlin"; allowed: an IANA time zone such as Europe/Berlin')
    expect(error.message).toContain('site.capacitty: found an unknown key')
    expect(error.message).toContain('tariff.line[0].step_minutes: found nothing; allowed:')
  })

  it('names the line of broken TOML', () => {
    expect(problemsOf('[site\nid = 1').message).toMatch(/site\.toml: 1 problem.*\n.*line 1, column \d+/)
  })

  it('names a missing file and an unreadable credentials file', () => {
    expect(() => loadConfig('/nonexistent/site.toml')).toThrow(/\/nonexistent\/site\.toml: 1 problem.*\n.*no such file/)
    const withCloud = `${good}\n[cloud]\nurl = "https://cloud.example.org"\ncredentials_file = "/nonexistent/credentials"\n`
    expect(problemsOf(withCloud).message).toContain('/nonexistent/credentials: 1 problem')
    expect(problemsOf(withCloud).message).toContain('found ENOENT')
  })

  const enrolled = (credentials: unknown) => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-config-'))
    writeFileSync(join(folder, 'credentials'), JSON.stringify(credentials))
    const file = join(folder, 'site.toml')
    writeFileSync(file, `${good}\n[cloud]\nurl = "https://pay.example.org/"\ncredentials_file = "${join(folder, 'credentials')}"\n`)
    return file
  }

  it('reads the credentials of an enrolled box and builds the QR prefix in upper case', () => {
    const file = enrolled({ token: 't'.repeat(43), number: 7, secret: Buffer.alloc(32, 5).toString('base64url') })
    expect(loadConfig(file).cloud).toEqual({
      url: 'https://pay.example.org',
      payUrl: 'HTTPS://PAY.EXAMPLE.ORG/Q/',
      kid: 0,
      previous: null,
      token: 't'.repeat(43),
      number: 7,
      secret: new Uint8Array(32).fill(5),
    })
  })

  it('never repeats a secret it refuses', () => {
    expect(() => loadConfig(enrolled({ token: 'short-secret', number: 7, secret: 'c2VjcmV0' }))).toThrow(
      /token: found something else; allowed: at least 32 characters[\s\S]*secret/,
    )
    try {
      loadConfig(enrolled({ token: 'short-secret', number: 7, secret: 'c2VjcmV0' }))
    } catch (error) {
      expect(String(error)).not.toMatch(/short-secret|c2VjcmV0/)
    }
  })

  it('refuses two lanes of one id, and more than four', () => {
    expect(problemsOf(good.replace('id = "exit"', 'id = "entry"')).message).toContain('a different id for every lane')
  })
})

describe('docs/operations/site.example.toml', () => {
  it('is a good site file', () => {
    const text = readFileSync(join(import.meta.dirname, '../docs/operations/site.example.toml'), 'utf8')
    const { lanes, doubts } = parseConfig(text, 'site.example.toml')
    expect(lanes.map((lane) => lane.barrier.driver)).toEqual(['gpio', 'gpio'])
    expect(doubts).toEqual([])
  })
})
