/** Says what a long run is doing, on standard error: one line that changes on a terminal, a line now and then elsewhere. */
export function progress(): { say(words: string): void; clear(): void } {
  const { stderr } = process
  let last = 0
  return {
    say(words) {
      if (stderr.isTTY) stderr.write(`\r\x1b[K${words}`)
      else if (performance.now() - last > 2_000) {
        last = performance.now()
        stderr.write(`${words}\n`)
      }
    },
    clear: () => void (stderr.isTTY && stderr.write('\r\x1b[K')),
  }
}
