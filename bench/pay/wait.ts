import { MINUTE_MS } from '../../domain/time.ts'

/** A busy machine is slow, not broken: only what has not come after this long never will. */
export const LIMIT_MS = 15 * MINUTE_MS
export const SAID_EVERY_MS = 5_000

export const say = (text: string): void => void process.stderr.write(`${text}\n`)
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits for a condition, and says for what while it takes long. `askMs`: how often it is looked at; cheap ones as often as may be. */
export async function until(holds: () => boolean | Promise<boolean>, what: () => string, askMs = 2): Promise<void> {
  const began = performance.now()
  for (let said = began; !(await holds()); await sleep(askMs)) {
    const now = performance.now()
    if (now - began > LIMIT_MS) throw new Error(`not within ${LIMIT_MS / MINUTE_MS} minutes: ${what()}`)
    if (now - said < SAID_EVERY_MS) continue
    say(`  waiting ${Math.round((now - began) / 1_000)} s: ${what()}`)
    said = now
  }
}
