import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const night = css.indexOf('[data-theme="dark"]')
const palette = new Map([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']))

/** Each tone's fg, bg, soft-fg as the file says, in one theme. */
function grounds(text: string): Map<string, Map<string, string>> {
  return new Map(
    [...text.matchAll(/\[data-tone="(\w+)"\] \{([^}]*)\}/g)].map(([, tone = '', body = '']) => [
      tone,
      new Map([...body.matchAll(/--([\w-]+): var\(--([\w-]+)\);/g)].map((m) => [m[1] ?? '', palette.get(m[2] ?? '') ?? ''])),
    ]),
  )
}
const light = grounds(css.slice(0, night))
expect(night).toBeGreaterThan(0)
const high = css.indexOf('[data-contrast="high"]')
expect(high).toBeGreaterThan(night)
const dark = new Map([...light, ...grounds(css.slice(night, high))])
/** every tone is black; the two that warn are yellow on it */
const plain = /\[data-tone\] \{([^}]*)\}/.exec(css.slice(high))?.[1] ?? ''
const highTones = new Map(
  [...light.keys()].map((tone) => [
    tone,
    new Map([...(grounds(`[data-tone="x"] {${plain}}`).get('x') ?? []), ...(grounds(css.slice(high)).get(tone) ?? [])]),
  ]),
)

/** WCAG 2.2 relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

describe('tokens', () => {
  it('knows black on white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  })
  for (const [theme, tones] of [
    ['light', light],
    ['dark', dark],
    ['high contrast', highTones],
  ] as const) {
    it.each(['paper', 'asphalt', 'go', 'stop', 'amber'])(`[K8] ${theme} %s: all text reaches 7:1`, (tone) => {
      const pair = tones.get(tone)
      const [fg, bg, soft] = ['fg', 'bg', 'soft-fg'].map((name) => pair?.get(name) ?? '')
      expect([fg, bg, soft].every((colour) => /^#/.test(colour ?? ''))).toBe(true)
      expect(contrast(fg ?? '', bg ?? '')).toBeGreaterThanOrEqual(7)
      expect(contrast(soft ?? '', bg ?? '')).toBeGreaterThanOrEqual(7)
    })
  }
  it('[K8] the amber of notices and of a called help reaches 7:1 under ink', () => {
    expect(contrast(palette.get('ink') ?? '', palette.get('amber') ?? '')).toBeGreaterThanOrEqual(7)
  })
  it('[K8] no style sheet brings a colour of its own for text', () => {
    const styles = new URL('styles/', import.meta.url)
    for (const file of readdirSync(styles)) {
      // plates have the colours of plates; the still page must stand without tokens
      const text = readFileSync(new URL(file, styles), 'utf8').replaceAll(/\.(plate-unsure|fallback[\w-]*) \{[^}]*\}/g, '')
      expect(text.match(/#[0-9a-f]{3,8}\b/gi), file).toBeNull()
    }
  })
})
