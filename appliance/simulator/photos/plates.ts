import { lettering } from './glyphs.ts'

/**
 * Number plates of ten countries, drawn from their published sizes and layouts. Sizes in millimetres. The texts are invented.
 * `text` keeps the spaces and dashes people see; a manifest's `plate` is the same without them.
 */
export type PlateStyle = 'DE' | 'FR' | 'ES' | 'IT' | 'NL' | 'PL' | 'GB' | 'US' | 'BR' | 'IN'

export interface PlateDrawing {
  readonly svg: string
  readonly widthMm: number
  readonly heightMm: number
}

const euBlue = '#0b3c9c'

const stars = (cx: number, cy: number, r: number): string =>
  Array.from({ length: 12 }, (_, i) => {
    const a = (i / 12) * Math.PI * 2
    return `<circle cx="${(cx + r * Math.sin(a)).toFixed(1)}" cy="${(cy - r * Math.cos(a)).toFixed(1)}" r="2.3" fill="#ffd21f"/>`
  }).join('')

const euBand = (country: string, height: number): string =>
  `<path d="M9 4H45V${height - 4}H9Q4 ${height - 4} 4 ${height - 9}V9Q4 4 9 4Z" fill="${euBlue}"/>${stars(24.5, 32, 12.5)}${lettering({
    text: country,
    x: 24.5,
    top: height - 40,
    height: 25,
    colour: '#fff',
    gap: 16,
    weight: 0.16,
    maxWidth: 34,
  })}`

const frame = (w: number, h: number, fill: string, border: string, inner: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}"><rect width="${w}" height="${h}" rx="9" fill="${border}"/><rect x="3.5" y="3.5" width="${w - 7}" height="${h - 7}" rx="7" fill="${fill}"/>${inner}</svg>`

const long = (
  fill: string,
  text: string,
  bands: string,
  centre: number,
  options: Partial<Parameters<typeof lettering>[0]> = {},
): PlateDrawing => ({
  widthMm: 520,
  heightMm: 110,
  svg: frame(520, 110, fill, '#1b1b1b', bands + lettering({ text, x: centre, top: 17, height: 76, maxWidth: 430, ...options })),
})

/** The gap between district and letters holds the two seals. */
const german = (text: string): PlateDrawing => {
  const [district = '', rest = ''] = text.split('·')
  const head = 60 + district.length * 48
  const seals = `<circle cx="${head + 27}" cy="35" r="15" fill="#d97706"/><circle cx="${head + 27}" cy="35" r="9" fill="#f4d9a6"/><circle cx="${head + 27}" cy="75" r="16.5" fill="#dfe3e6" stroke="#7a8791" stroke-width="2"/><path d="M${head + 19} 70h16v7q0 7-8 10q-8-3-8-10z" fill="#a01d13"/>`
  return long(
    '#f4f4f0',
    '',
    euBand('D', 110) +
      seals +
      lettering({ text: district, x: 56 + (district.length * 48) / 2, top: 17, height: 76, maxWidth: district.length * 48 - 6, gap: 22 }) +
      lettering({ text: rest, x: (head + 50 + 512) / 2, top: 17, height: 76, maxWidth: 512 - head - 66, gap: 22, space: 34 }),
    0,
  )
}

const french = (text: string): PlateDrawing =>
  long(
    '#f6f6f3',
    text,
    `${euBand('F', 110)}<path d="M475 4H511Q516 4 516 9V101Q516 106 511 106H475Z" fill="${euBlue}"/>${lettering({ text: '33', x: 496, top: 76, height: 22, colour: '#fff', gap: 14 })}<circle cx="496" cy="38" r="11" fill="#d8412f"/>`,
    260,
    { maxWidth: 400 },
  )

const italian = (text: string): PlateDrawing =>
  long(
    '#f6f6f3',
    text,
    `${euBand('I', 110)}<path d="M475 4H511Q516 4 516 9V101Q516 106 511 106H475Z" fill="${euBlue}"/><circle cx="496" cy="32" r="10" fill="none" stroke="#ffd21f" stroke-width="3"/>`,
    260,
    { maxWidth: 400 },
  )

const american = (text: string): PlateDrawing => ({
  widthMm: 305,
  heightMm: 152,
  svg: frame(
    305,
    152,
    '#f3f1e8',
    '#6b7478',
    `<path d="M4 118Q70 92 120 112T220 106T301 114V140Q301 148 293 148H12Q4 148 4 140Z" fill="#d6e2d2"/><path d="M4 12Q4 4 12 4H293Q301 4 301 12V33H4Z" fill="#2b5b87"/>${lettering({ text: 'LAKESIDE', x: 152, top: 10, height: 17, colour: '#fff', gap: 24 })}<circle cx="22" cy="20" r="5" fill="#c9cfd2"/><circle cx="283" cy="20" r="5" fill="#c9cfd2"/>${lettering({ text, x: 152, top: 47, height: 72, colour: '#1c2f5c', condense: 0.86, gap: 24, weight: 0.135, maxWidth: 276 })}${lettering({ text: 'DRIVE SAFE', x: 152, top: 129, height: 11, colour: '#4d6b57', gap: 22 })}`,
  ),
})

const brazilian = (text: string): PlateDrawing => ({
  widthMm: 400,
  heightMm: 130,
  svg: frame(
    400,
    130,
    '#f6f6f3',
    '#1b1b1b',
    `<path d="M4 11Q4 4 11 4H389Q396 4 396 11V33H4Z" fill="#123f9e"/>${lettering({ text: 'BRASIL', x: 200, top: 10, height: 17, colour: '#fff', gap: 30 })}<rect x="352" y="9" width="30" height="19" fill="#1f8a45"/><path d="M354 18.5L367 11L380 18.5L367 26Z" fill="#f6d32a"/><circle cx="367" cy="18.5" r="4.4" fill="#123f9e"/>${lettering({ text: 'BR', x: 24, top: 106, height: 14, gap: 16 })}${lettering({ text, x: 206, top: 46, height: 66, maxWidth: 330, gap: 28 })}`,
  ),
})

const indian = (text: string): PlateDrawing => ({
  widthMm: 500,
  heightMm: 120,
  svg: frame(
    500,
    120,
    '#f7f7f4',
    '#1b1b1b',
    `<circle cx="27" cy="38" r="11" fill="#9fb4c7"/><circle cx="27" cy="38" r="7" fill="#d9e2ea"/>${lettering({ text: 'IND', x: 27, top: 70, height: 15, colour: '#1d55a5', gap: 18 })}${lettering({ text, x: 270, top: 26, height: 70, condense: 0.9, maxWidth: 410, gap: 24, space: 44 })}`,
  ),
})

const british = (text: string, rear: boolean): PlateDrawing =>
  long(
    rear ? '#f5c914' : '#f6f6f3',
    text,
    `<path d="M9 4H45V106H9Q4 106 4 101V9Q4 4 9 4Z" fill="#0f2f86"/>${lettering({ text: 'UK', x: 24.5, top: 66, height: 24, colour: '#fff', gap: 16, maxWidth: 34 })}`,
    282,
    { weight: 0.165, condense: 0.9, space: 62, gap: 28 },
  )

/** The plate of `style` carrying `text`; `rear` matters where front and rear plates differ. */
export function drawPlate(style: PlateStyle, text: string, rear: boolean): PlateDrawing {
  switch (style) {
    case 'DE':
      return german(text)
    case 'FR':
      return french(text)
    case 'IT':
      return italian(text)
    case 'ES':
      return long('#f6f6f3', text, euBand('E', 110), 282)
    case 'NL':
      return long('#f2b61b', text, euBand('NL', 110), 282)
    case 'PL':
      return long('#f6f6f3', text, euBand('PL', 110), 282, { condense: 0.94 })
    case 'GB':
      return british(text, rear)
    case 'US':
      return american(text)
    case 'BR':
      return brazilian(text)
    case 'IN':
      return indian(text)
  }
}
