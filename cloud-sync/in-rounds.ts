/**
 * Does `work` for ever, one round at a time, `everyMs` after the one before it has ended; a round that fails is told to `onError`, and
 * the next one comes all the same. Returns a function that stops it and waits for the round under way.
 */
export function inRounds(work: () => Promise<unknown>, everyMs: number, onError: (error: Error) => void): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let round: Promise<unknown> = Promise.resolve()
  const turn = () => {
    round = work()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(turn, everyMs)
      })
  }
  timer = setTimeout(turn, everyMs)
  return async () => {
    stopped = true
    clearTimeout(timer)
    await round
  }
}
