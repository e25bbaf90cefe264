/**
 * How plates are composed, per country: A a letter, 0 a digit. Serials in force and older ones still on the road, from the
 * issuing authorities' public descriptions. They settle look-alikes (O/0, I/1, B/8) and tell a plate from other writing; a text that
 * fits nothing is still read (personal plates), it only needs clearer characters.
 * A site's own countries are passed as a hint; without one every country is possible.
 */
export interface PlateCountry {
  /** ISO 3166-1 alpha-2 */
  readonly code: string
  /** what a box without a hint expects: the square root of the vehicles in use there, in millions */
  readonly weight: number
  /** patterns, most common first: the first counts twice */
  readonly patterns: readonly string[]
}

const country = (code: string, weight: number, patterns: string): PlateCountry => ({ code, weight, patterns: patterns.split(' ') })

export const COUNTRIES: readonly PlateCountry[] = [
  country('AR', 4, 'AA000AA AAA000'),
  country('AT', 2.4, 'AA000AA A00000A AA0000A A0000AA AA00000 AA0000AA'),
  country('BE', 2.6, '0AAA000 AAA000 000AAA'),
  country('BG', 2, 'AA0000AA A0000AA'),
  country('BR', 9, 'AAA0000 AAA0A00'),
  country('CH', 2.4, 'AA000000 AA00000 AA0000'),
  country('CZ', 2.8, '0A00000 0AA0000'),
  country(
    'DE',
    7.5,
    'AAAA000 AAA000 AAA0000 AAAA0000 AAAAA00 AAAAA000 AAAA00 AA0000 AAA00 AA000 AAAA0 AAA0 AA00 AAA00A AAA000A AAAA00A AAAA000A AAAAA0',
  ),
  country('DK', 1.8, 'AA00000'),
  country('EE', 1, '000AAA'),
  country('ES', 5.9, '0000AAA A0000AA AA0000AA'),
  country('FI', 2, 'AAA000 AAA00'),
  country('FR', 6.8, 'AA000AA 000AAA00 0000AA00 00AAA00'),
  country('GB', 6.4, 'AA00AAA A000AAA AAA000A AAA0000 A00AAA AAA00A'),
  country('GR', 2.6, 'AAA0000'),
  country('HR', 1.5, 'AA0000A AA000AA AA0000AA AA000A'),
  country('HU', 2.2, 'AAA000 AAAA000'),
  country('IE', 1.7, '000A00000 000A0000 00A00000 000A000 000AA0000'),
  country('IN', 9, 'AA00AA0000 AA00A0000 AA00AAA0000 AA0AAA0000 AA000000'),
  country('IT', 7, 'AA000AA'),
  country('LT', 1.4, 'AAA000'),
  country('LV', 1, 'AA0000'),
  country('MX', 7, 'AAA000A AAA0000 A00AAA'),
  country('NL', 3.3, 'AA000A A000AA 00AAA0 0AAA00 AAA00A 00AAAA AAAA00 AA00AA 00AA00'),
  country('NO', 1.9, 'AA00000'),
  country('PL', 5.5, 'AA00000 AA000AA AA0000A AAAAA00 AAA00AA AAA0000 AAA00000 AAA000AA AAA0AA0 AA0A000 AAA000A AAAA000 AAA0A00'),
  country('PT', 2.6, 'AA00AA 00AA00 0000AA AA0000'),
  country('RO', 3, 'AA00AAA A00AAA A000AAA'),
  country('RS', 1.6, 'AA000AA AA0000AA'),
  country('SE', 2.4, 'AAA000 AAA00A'),
  country('SI', 1.2, 'AAA0000 AAAA000 AA000AA AA00AAA'),
  country('SK', 1.7, 'AA000AA'),
  country('TR', 5.2, '00AAA000 00AA000 00AA0000 00A0000 00AAA00 00A00000'),
  country('UA', 3, 'AA0000AA'),
  // the states' serials together
  country(
    'US',
    17,
    'AAA0000 AAA000 000AAA 0AAA000 AA0A0A 0AA0000 AA00000 A000000 AAAA00 A00AAA AA0A000 AA00A00 AAA0AA0 0AAA00 0AA000 000AA0 AAA00A A00AAA A000AA A0000A AA0000 0000AA 0000AAA 00A000 00AA000 0A00000 0A00A00 000000A A0A000 AAAA000 A0000AA AAA00 AA000 000AA 00000A 0000000 000000',
  ),
]
