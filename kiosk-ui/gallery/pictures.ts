/** A drawn stand-in for a camera picture, so that no photograph is needed to look at a screen. 640×480 SVG. */
export interface PictureOf {
  readonly body: string
  readonly plate: string
  readonly night?: boolean
  readonly shift?: number
}

const glass = 'M232 150h176l44 92H188z'
const shell =
  'M150 262c4-14 24-26 40-30l34-78c6-12 14-18 28-18h136c14 0 22 6 28 18l34 78c16 4 36 16 40 30v84c0 8-6 14-14 14H164c-8 0-14-6-14-14z'

export function carPicture({ body, plate, night = false, shift = 0 }: PictureOf): string {
  const floor = night ? '#15181a' : '#7d8180'
  const wall = night ? '#202527' : '#b4b7b2'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" width="640" height="480">
<defs>
<linearGradient id="f" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${wall}"/><stop offset="1" stop-color="${floor}"/></linearGradient>
<radialGradient id="v" cx=".5" cy=".55" r=".75"><stop offset=".5" stop-opacity="0"/><stop offset="1" stop-opacity=".55"/></radialGradient>
<linearGradient id="b" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".28"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-opacity=".35"/></linearGradient>
</defs>
<rect width="640" height="480" fill="${wall}"/>
<path d="M0 190 640 176V480H0z" fill="url(#f)"/>
<path d="M40 480 190 200M600 480 452 196" stroke="#d9d6cc" stroke-width="7" opacity=".55"/>
<rect x="20" y="0" width="52" height="210" fill="${night ? '#2b3133' : '#989b97'}"/><rect x="20" y="120" width="52" height="26" fill="#ffb800"/>
<rect x="560" y="0" width="46" height="200" fill="${night ? '#2b3133' : '#989b97'}"/>
<g transform="translate(${shift} 6)">
<ellipse cx="320" cy="372" rx="196" ry="24" fill="#000" opacity=".5"/>
<rect x="168" y="330" width="54" height="48" rx="12" fill="#111"/><rect x="418" y="330" width="54" height="48" rx="12" fill="#111"/>
<path d="${shell}" fill="${body}"/><path d="${shell}" fill="url(#b)"/>
<path d="${glass}" fill="#1c2529"/><path d="M240 158h70l-50 80h-58z" fill="#fff" opacity=".12"/>
<path d="M166 262h66c4 0 6 4 4 8l-8 22c-2 4-4 6-8 6h-44c-10 0-16-6-16-14z" fill="${night ? '#fff7d1' : '#dfe3e1'}"/>
<path d="M474 262h-66c-4 0-6 4-4 8l8 22c2 4 4 6 8 6h44c10 0 16-6 16-14z" fill="${night ? '#fff7d1' : '#dfe3e1'}"/>
<path d="M246 268h148l-10 26H256z" fill="#14181a"/>
<rect x="168" y="312" width="304" height="36" rx="10" fill="#1a1e20"/>
<rect x="252" y="312" width="136" height="31" rx="3" fill="#fdfdf9" stroke="#14161a" stroke-width="2"/>
<text x="320" y="337" font-family="Overpass, DejaVu Sans Condensed, DejaVu Sans, sans-serif" font-weight="700" font-size="26" text-anchor="middle" textLength="112" lengthAdjust="spacingAndGlyphs" fill="#14161a">${plate}</text>
</g>
<rect width="640" height="480" fill="url(#v)"/>
${night ? '<rect width="640" height="480" fill="#0b1420" opacity=".28"/>' : ''}
</svg>`
}

export const pictures: Readonly<Record<string, PictureOf>> = {
  'car-blue': { body: '#2d4f7c', plate: 'BAB1234', shift: -8 },
  'car-red': { body: '#9c2a22', plate: 'BA81234', shift: 12 },
  'car-silver': { body: '#b9bec1', plate: 'BAB1284', shift: 2 },
  'car-black': { body: '#23272b', plate: 'EAB1234', shift: -14, night: true },
  'car-green': { body: '#31594a', plate: 'AB12CDE', shift: 6 },
  'car-white': { body: '#e6e6e1', plate: '7ABC123', shift: -4, night: true },
}
