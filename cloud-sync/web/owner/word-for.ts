/** The word for a code that came from elsewhere; undefined: a later release knows it, this page does not. */
export function wordFor(words: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined
}
