/** Tells what a long run is doing; `share`, 0 to 1: how much of it is done, drawn as a bar. */
export type Say = (words: string, share?: number) => void

/** On standard error: one line that changes on a terminal, a line now and then elsewhere. */
export function progress(): { readonly say: Say; clear(): void } {
  const { stderr } = process
  let last = 0
  return {
    say(words, share) {
      const line = share === undefined ? words : `${bar(share)} ${words}`
      if (stderr.isTTY) stderr.write(`\r\x1b[K${line}`)
      else if (performance.now() - last > 2_000) {
        last = performance.now()
        stderr.write(`${line}\n`)
      }
    },
    clear: () => void (stderr.isTTY && stderr.write('\r\x1b[K')),
  }
}

const WIDTH = 24
const bar = (share: number): string => {
  const done = Math.round(Math.min(1, Math.max(0, share)) * WIDTH)
  return `${'█'.repeat(done)}${'░'.repeat(WIDTH - done)}`
}
