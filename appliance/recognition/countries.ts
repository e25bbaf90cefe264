import { type Districts, ROMANIA } from './districts.ts'

/**
 * How plates are composed, per country: A a letter, a one of those that are issued in this place, f the same where a group of letters begins, d a
 * letter of the district's code, 0 a digit. Serials in force and older ones still on the road, from the
 * issuing authorities' public descriptions (of the letters left out: the table in SPEC.md). They settle look-alikes (O/0, I/1, B/8) and tell a
 * plate from other writing; a text that fits nothing is still read (personal plates), it only needs clearer characters.
 * A site's own countries are passed as a hint; without one every country is possible.
 */
export interface PlateCountry {
  /** ISO 3166-1 alpha-2 */
  readonly code: string
  /** what a box without a hint expects: the square root of the vehicles in use there, in millions */
  readonly weight: number
  /** patterns of A and 0, most common first: the first counts twice */
  readonly patterns: readonly string[]
  /** letters that are left out of some places of its serials, because they look like digits, make words or are of another script */
  readonly leftOut: readonly LeftOut[]
  /** by pattern, the codes of districts it begins with; and the share of plates that begin with other letters */
  readonly districts?: { readonly codes: ReadonlyMap<string, ReadonlySet<string>>; readonly elsewhere: number }
}

export interface LeftOut {
  readonly letters: string
  /** by pattern, the places they are left out of */
  readonly places: ReadonlyMap<string, readonly number[]>
  /** how often one of them is met there all the same, against any other letter: old, personal or foreign plates */
  readonly share: number
}

const HARDLY_EVER = 0.02
/** Most states leave them out, some do not. */
const IN_SOME_STATES = 0.33

interface Further {
  readonly share?: number
  /** letters that no group of a serial begins with, beside those left out everywhere */
  readonly first?: string
  readonly districts?: Districts
}

function country(code: string, weight: number, notation: string, letters = '', further: Further = {}): PlateCountry {
  const { share = HARDLY_EVER, first = '', districts } = further
  const written = notation.split(' ')
  const patterns = written.map((pattern) => pattern.replace(/[adf]/g, 'A'))
  const places = (mark: RegExp) =>
    new Map(written.map((pattern, i) => [patterns[i] as string, [...pattern.matchAll(mark)].map(({ index }) => index)] as const))
  const leftOut = [
    ...(letters === '' ? [] : [{ letters, share, places: places(first === '' ? /[af]/g : /a/g) }]),
    ...(first === '' ? [] : [{ letters: letters + first, share, places: places(/f/g) }]),
  ]
  if (!districts) return { code, weight, patterns, leftOut }
  const codes = written.map((pattern, i) => {
    const { length } = pattern.match(/^d*/)?.[0] ?? ''
    return [patterns[i] as string, new Set(districts.codes.filter((one) => one.length === length))] as const
  })
  return { code, weight, patterns, leftOut, districts: { codes: new Map(codes), elsewhere: districts.elsewhere } }
}

export const COUNTRIES: readonly PlateCountry[] = [
  country('AR', 4, 'AA000AA AAA000'),
  country('AT', 2.4, 'AA000AA A00000A AA0000A A0000AA AA00000 AA0000AA'),
  country('BE', 2.6, '0AAA000 AAA000 000AAA'),
  country('BG', 2, 'aa0000aa a0000aa', 'DFGIJLNQRSUVWZ'),
  country('BR', 9, 'AAA0000 AAA0A00'),
  country('CH', 2.4, 'AA000000 AA00000 AA0000'),
  country('CZ', 2.8, '0a00000 0aa0000', 'GOQW'),
  country(
    'DE',
    7.5,
    'AAAA000 AAA000 AAA0000 AAAA0000 AAAAA00 AAAAA000 AAAA00 AA0000 AAA00 AA000 AAAA0 AAA0 AA00 AAA00A AAA000A AAAA00A AAAA000A AAAAA0',
  ),
  country('DK', 1.8, 'AA00000'),
  country('EE', 1, '000AAA'),
  country('ES', 5.9, '0000aaa A0000AA AA0000AA', 'AEIOQU'),
  country('FI', 2, 'AAA000 AAA00'),
  country('FR', 6.8, 'aa000aa 000AAA00 0000AA00 00AAA00', 'IOU'),
  country('GB', 6.4, 'aa00aaa A000aaa aaa000a AAA0000 A00aaa aaa00a', 'IQ'),
  country('GR', 2.6, 'aaa0000', 'CDFGJLQRSUVW'),
  country('HR', 1.5, 'AA0000A AA000AA AA0000AA AA000A'),
  country('HU', 2.2, 'AAA000 AAAA000'),
  country('IE', 1.7, '000A00000 000A0000 00A00000 000A000 000AA0000'),
  country('IN', 9, 'AA00aa0000 AA00a0000 AA00aaa0000 AA0aaa0000 AA000000', 'IO'),
  country('IT', 7, 'aa000aa', 'IOQU'),
  country('LT', 1.4, 'AAA000'),
  country('LV', 1, 'AA0000'),
  country('MX', 7, 'aaa000a aaa0000 a00aaa', 'IOQ'),
  country('NL', 3.3, 'aa000a a000aa 00aaa0 0aaa00 aaa00a 00aaaa aaaa00 AA00AA 00AA00', 'ACEIOQU'),
  country('NO', 1.9, 'aa00000', 'IOQ'),
  country('PL', 5.5, 'AA00000 AA000aa AA0000a AAAAA00 AAA00aa AAA0000 AAA00000 AAA000aa AAA0aa0 AA0a000 AAA000a AAAA000 AAA0a00', 'BDIOZ'),
  country('PT', 2.6, 'AA00AA 00AA00 0000AA AA0000'),
  country('RO', 3, 'dd00faa d00faa d000faa', 'Q', { first: 'IO', districts: ROMANIA }),
  country('RS', 1.6, 'AA000AA AA0000AA'),
  country('SE', 2.4, 'aaa000 aaa00a', 'IQV'),
  country('SI', 1.2, 'AAA0000 AAAA000 AA000AA AA00AAA'),
  country('SK', 1.7, 'AA000AA'),
  country('TR', 5.2, '00aaa000 00aa000 00aa0000 00a0000 00aaa00 00a00000', 'QWX'),
  country('UA', 3, 'aa0000aa', 'DFGJLNQRSUVWYZ'),
  // the states' serials together
  country(
    'US',
    17,
    'aaa0000 aaa000 000aaa 0aaa000 aa0a0a 0aa0000 aa00000 a000000 aaaa00 a00aaa aa0a000 aa00a00 aaa0aa0 0aaa00 0aa000 000aa0 aaa00a a00aaa a000aa a0000a aa0000 0000aa 0000aaa 00a000 00aa000 0a00000 0a00a00 000000a a0a000 aaaa000 a0000aa aaa00 aa000 000aa 00000a 0000000 000000',
    'IOQ',
    { share: IN_SOME_STATES },
  ),
]
