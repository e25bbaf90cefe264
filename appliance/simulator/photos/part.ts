export interface Look {
  readonly gloss?: number
  readonly glow?: number
  /** centimetres out of the surface, negative = recessed */
  readonly height?: number
  readonly stroke?: number
}

/** One part of a car's face in both pictures. */
export interface Part {
  readonly colour: string
  readonly property: string
}

export function part(path: string, fill: string, look: Look = {}): Part {
  const level = (x: number): number => Math.round(Math.min(255, Math.max(0, x)))
  const property = `rgb(${level((look.gloss ?? 0.1) * 255)},${level((look.glow ?? 0) * 255)},${level(128 + (look.height ?? 0) * 30)})`
  const paint = (c: string): string =>
    look.stroke
      ? `<path d="${path}" fill="none" stroke="${c}" stroke-width="${look.stroke}" stroke-linejoin="round" stroke-linecap="round"/>`
      : `<path d="${path}" fill="${c}"/>`
  return { colour: paint(fill), property: paint(property) }
}

export const poly = (points: readonly (readonly [number, number])[]): string =>
  `M${points.map(([x, y]) => `${x.toFixed(1)} ${(-y).toFixed(1)}`).join('L')}Z`

export const disc = (x: number, y: number, r: number, ry = r): string =>
  `M${x - r} ${-y}a${r} ${ry} 0 1 0 ${2 * r} 0a${r} ${ry} 0 1 0 ${-2 * r} 0Z`

/** Left and right of the middle. */
export const mirrored = (draw: (side: 1 | -1) => readonly Part[]): readonly Part[] => [...draw(-1), ...draw(1)]
