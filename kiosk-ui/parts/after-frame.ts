/**
 * Runs once the frame that is being made is on the glass; returns a cancel function. An effect of Preact would not do: it does not
 * wait for a frame that comes late.
 */
export function afterFrame(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(run)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
