import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { benchOptions } from './options.ts'
import { inTurn } from './pictures.ts'

const parsed = (...argv: string[]) => benchOptions(argv, { GATEHOUSE_SHARED: '/shared' })

it('measures our engine and its peer on the usual sets when nothing is said', () => {
  const options = parsed('--json')
  expect(options).toMatchObject({ soak: 0, hint: false, match: true, negatives: '/shared/plates/negatives' })
  expect(options !== 'help' && options.contenders.map(({ name }) => name)).toEqual(['gatehouse', 'ppocr'])
  expect(options !== 'help' && options.folders).toContain('/shared/plates/us')
})

it('takes folders and engines as lists, engines by name, by model cards and with a second reader', () => {
  const options = parsed('--data', 'a', 'b', '--engine', 'gatehouse+ppocr', 'best=d.card.json,r.card.json', '--hint')
  expect(options).toMatchObject({
    folders: ['a', 'b'],
    hint: true,
    contenders: [
      { name: 'gatehouse+ppocr', settings: { engine: 'gatehouse', secondReader: 'ppocr', threads: 1 } },
      { name: 'best', settings: { engine: 'cards', detectorCard: 'd.card.json', readerCard: 'r.card.json', threads: 1 } },
    ],
  })
})

it('takes the engine of a site file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  const file = join(folder, 'site.toml')
  writeFileSync(
    file,
    `[site]
id = "a"
name = "A"
country = "DE"
time_zone = "Europe/Berlin"
currency = "EUR"
[box]
id = "b"
data = "/tmp"
[recognition]
engine = "cards"
detector = "/d.json"
reader = "/r.json"
[[lane]]
id = "in"
name = "In"
direction = "entryOnly"
barrier = { driver = "simulated" }
camera = { driver = "simulated" }
[tariff]
name = "T"
[[tariff.line]]
kind = "flatRate"
amount_minor = 100
`,
  )
  expect(parsed('--engine', file)).toMatchObject({
    contenders: [{ name: file, settings: { engine: 'cards', detectorCard: '/d.json', readerCard: '/r.json' } }],
  })
  rmSync(folder, { recursive: true })
})

it.each([
  [['--engine', 'alpr'], /--engine alpr: gatehouse, ppocr, NAME=/],
  [['--engine', 'ppocr', 'ppocr'], /each name once/],
  [['--soak', 'many'], /--soak many: a whole number/],
  [['--sets', 'x'], /Unknown option/],
])('refuses %j in a sentence', (argv, message) => {
  expect(() => parsed(...argv)).toThrow(message)
})

it('says what it can do', () => {
  expect(parsed('--help')).toBe('help')
})

it('takes sets in turn, so that few pictures are of all of them', () => {
  expect(inTurn([[1, 2, 3], [10], []])).toEqual([1, 10, 2, 3])
})
