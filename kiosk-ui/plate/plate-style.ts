/** What a country's plate looks like: measures in a drawing that is 110 high. */
export interface PlateStyle {
  readonly kind: 'band' | 'plain' | 'mercosur' | 'us' | 'india'
  readonly width: number
  readonly ground: string
  readonly ink: string
  /** the strip on the left (EU, India) or top (Mercosur, US) */
  readonly band: string
  readonly bandInk: string
  /** letters on the strip */
  readonly mark: string
  readonly stars: boolean
  /** a second, empty strip on the right (France, Italy) */
  readonly twin: boolean
}

const WHITE = '#fdfdf9'
const YELLOW = '#ffcf1f'
const BLACK = '#14161a'
const EU_BLUE = '#123c9c'

const plain: PlateStyle = {
  kind: 'plain',
  width: 480,
  ground: WHITE,
  ink: BLACK,
  band: EU_BLUE,
  bandInk: WHITE,
  mark: '',
  stars: false,
  twin: false,
}
const eu = (mark: string, over: Partial<PlateStyle> = {}): PlateStyle => ({
  ...plain,
  kind: 'band',
  width: 520,
  mark,
  stars: true,
  ...over,
})
const mercosur = (mark: string): PlateStyle => ({ ...plain, kind: 'mercosur', width: 420, mark })

/** International distinguishing sign where it is not the ISO code. */
const signs: Readonly<Record<string, string>> = {
  AT: 'A',
  BE: 'B',
  DE: 'D',
  ES: 'E',
  FI: 'FIN',
  FR: 'F',
  HU: 'H',
  IE: 'IRL',
  IT: 'I',
  LU: 'L',
  MT: 'M',
  PT: 'P',
  SE: 'S',
  SI: 'SLO',
  EE: 'EST',
  HR: 'HR',
}
const unionCountries = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')

const styles: ReadonlyMap<string, PlateStyle> = new Map(
  Object.entries({
    ...Object.fromEntries(unionCountries.map((country) => [country, eu(signs[country] ?? country)])),
    BE: eu('B', { ink: '#8f1525' }),
    FR: eu('F', { twin: true }),
    IT: eu('I', { twin: true }),
    LU: eu('L', { ground: YELLOW }),
    NL: eu('NL', { ground: YELLOW }),
    GB: eu('UK', { ground: YELLOW, stars: false }),
    NO: eu('N', { stars: false }),
    UA: eu('UA', { stars: false }),
    CH: { ...plain, mark: 'CH' },
    BR: mercosur('BRASIL'),
    AR: mercosur('REPÚBLICA ARGENTINA'),
    UY: mercosur('URUGUAY'),
    PY: mercosur('REPÚBLICA DEL PARAGUAY'),
    US: { ...plain, kind: 'us', width: 240, band: '#1d4f8c', ink: '#12305a' },
    CA: { ...plain, kind: 'us', width: 240, band: '#a3152a', ink: '#12305a' },
    MX: { ...plain, kind: 'us', width: 240, band: '#0c5b3c' },
    IN: { ...plain, kind: 'india', width: 500, mark: 'IND' },
  }),
)

/** The style of a country's plates; a plain white plate for those not drawn here, and for an unknown country. */
export const plateStyle = (country: string | null): PlateStyle => styles.get(country ?? '') ?? plain
