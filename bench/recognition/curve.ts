const BLOCKS = '▁▂▃▄▅▆▇█'

/** Values as a line of blocks from zero to their largest, so that what is flat looks flat; each the median of its share of the values. */
export function sparkline(values: readonly number[], width = 60): string {
  const points = condensed(values, width)
  const top = Math.max(...points)
  return points.map((value) => BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((value / top) * BLOCKS.length))]).join('')
}

/** At most `width` medians of equal stretches of the values. */
export function condensed(values: readonly number[], width: number): number[] {
  const points = Math.min(width, values.length)
  return Array.from({ length: points }, (_, i) => middle(values.slice((i * values.length) / points, ((i + 1) * values.length) / points)))
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Slope of the straight line of least squares through evenly spaced values, per step. */
export function slope(values: readonly number[]): number {
  const n = values.length
  const [x, y] = [(n - 1) / 2, values.reduce((sum, value) => sum + value, 0) / n]
  const spread = values.reduce((sum, _, i) => sum + (i - x) ** 2, 0)
  return spread === 0 ? 0 : values.reduce((sum, value, i) => sum + (i - x) * (value - y), 0) / spread
}

const PLOT = { width: 900, height: 300, left: 60, right: 20, top: 40, bottom: 40 }

/** A drawing of the curve for people: frames across, megabytes upwards from zero. */
export function curveSvg(title: string, megabytes: readonly number[]): string {
  const { width, height, left, right, top, bottom } = PLOT
  const most = Math.ceil(Math.max(...megabytes) / 50) * 50
  const points = condensed(megabytes, 400)
  const x = (i: number) => left + (i * (width - left - right)) / Math.max(1, points.length - 1)
  const y = (mb: number) => height - bottom - (mb * (height - top - bottom)) / most
  const rules = Array.from({ length: most / 50 + 1 }, (_, k) => k * 50).map(
    (mb) =>
      `<path d="M${left} ${y(mb)}H${width - right}" stroke="#d5dadb"/><text x="${left - 8}" y="${y(mb) + 4}" text-anchor="end">${mb}</text>`,
  )
  const line = points.map((mb, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(mb).toFixed(1)}`).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#30383b">
<rect width="${width}" height="${height}" fill="#fff"/><text x="${left}" y="22" font-size="15">${title}</text>
${rules.join('\n')}
<path d="${line}" fill="none" stroke="#2f6fb0" stroke-width="2"/>
<text x="${left}" y="${height - 14}">0</text><text x="${width - right}" y="${height - 14}" text-anchor="end">${megabytes.length} frames</text>
</svg>
`
}
