import type { PlateRead } from '@gatehouse/domain/plate.ts'

/** Reads for tests: `text` in one frame, every character seen with `p`, the rest on the given alternatives by position. */
export function readOf(text: string, p: number, alternatives: Readonly<Record<number, string>> = {}): PlateRead {
  const whole = p ** text.length
  const others = Object.entries(alternatives).map(([i, char]) => ({
    text: text.slice(0, Number(i)) + char + text.slice(Number(i) + 1),
    p: whole * (1 - p),
  }))
  return {
    text,
    confidence: whole,
    chars: [...text].map((char, i) => [{ char, p }, ...(alternatives[i] ? [{ char: alternatives[i], p: 1 - p }] : [])]),
    candidates: [{ text, p: whole }, ...others],
    box: [0, 0, 120, 30],
    frames: 1,
  }
}
