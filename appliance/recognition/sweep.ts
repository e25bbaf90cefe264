/** So many pictures between two collections of all garbage; of the young garbage after each. */
export const PICTURES_A_COLLECTION = 10

type Collect = (how: { readonly type: 'minor' | 'major' }) => void

/**
 * Collects what a picture has left behind, once it was answered: hardly anything is alive by then. Young garbage costs next to nothing each time, and
 * little of it grows old. What does (messages with whole pictures in them) is small in V8's heap, which sees no reason to look for it, but holds
 * megabytes outside: the process would grow by ever new gaps between them. Without a collector (`node` without --expose-gc) it does nothing.
 */
export function sweeper(collect: Collect | undefined = globalThis.gc): () => void {
  let pictures = 0
  return () => {
    pictures++
    collect?.({ type: pictures % PICTURES_A_COLLECTION === 0 ? 'major' : 'minor' })
  }
}
