import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

// WCAG 2.2 1.4.3: relative luminance and contrast ratio, computed from the tokens the pages really use.
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')
const tokensOf = (text: string) =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]))
const themes = { light: tokensOf(light), dark: { ...tokensOf(light), ...tokensOf(dark) } }

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [hi = 0, lo = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (hi + 0.05) / (lo + 0.05)
}

describe.each(Object.entries(themes))('%s tokens', (_name, t) => {
  it.each([
    ['ink', 'paper', 7],
    ['ink', 'sheet', 7],
    ['quiet', 'paper', 7],
    ['quiet', 'sheet', 7],
    ['on-asphalt', 'asphalt', 7],
    ['on-amber', 'amber', 7],
    ['on-go', 'go', 7],
    ['on-stop', 'stop', 7],
    ['go-text', 'paper', 7],
    ['stop-text', 'paper', 7],
    ['focus', 'paper', 3],
  ] as const)('%s on %s is at least %s : 1', (ink, paper, least) => {
    expect(contrast(t[ink] ?? '', t[paper] ?? '')).toBeGreaterThanOrEqual(least)
  })
})
