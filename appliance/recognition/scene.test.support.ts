import sharp from 'sharp'

/** Strokes of a few plate characters on a grid 4 wide and 6 high; drawn, not typeset, so that the tests need no font. */
const STROKES: Readonly<Record<string, string>> = {
  K: 'M0 0V6M4 0L0 3.6M1.4 2.4L4 6',
  L: 'M0 0V6H4',
  T: 'M0 0H4M2 0V6',
  H: 'M0 0V6M4 0V6M0 3H4',
  '4': 'M3.2 6V0L0 4.2H4',
  '7': 'M0 0H4L1.6 6',
  '8': 'M2 2.8A1.6 1.4 0 1 1 2.01 2.8ZM2 2.8A1.9 1.6 0 1 0 2.01 2.8Z',
}

/** A street scene with one plate on it, 1280 × 720: SVG. `angle` in degrees; `height` of the characters in pixels. */
export function sceneSvg(text: string, { angle = 0, height = 44, x = 520, y = 430 } = {}): string {
  const unit = height / 6
  const step = unit * 5.6
  const glyphs = [...text]
    .map((char, i) => (STROKES[char] ? `<path transform="translate(${i * step} 0) scale(${unit})" d="${STROKES[char]}"/>` : ''))
    .join('')
  const width = step * text.length
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720">
    <rect width="1280" height="720" fill="#7d8a94"/><rect y="430" width="1280" height="290" fill="#55585a"/>
    <rect x="380" y="180" width="560" height="400" rx="60" fill="#27364f"/><rect x="440" y="220" width="440" height="130" rx="30" fill="#9fb4c4"/>
    <g transform="translate(${x} ${y}) rotate(${angle})">
      <rect x="${-unit * 2}" y="${-unit * 1.4}" width="${width + unit * 2.6}" height="${height + unit * 2.8}" rx="6" fill="#f4f4ee" stroke="#222" stroke-width="3"/>
      <g fill="none" stroke="#141414" stroke-width="0.95" stroke-linejoin="round">${glyphs}</g>
    </g></svg>`
}

export const sceneJpeg = async (text: string, options: Parameters<typeof sceneSvg>[1] = {}): Promise<Uint8Array> =>
  sharp(Buffer.from(sceneSvg(text, options)))
    .flatten()
    .jpeg({ quality: 88 })
    .toBuffer()
