import { readFileSync } from 'node:fs'

/** How many files a process started from here may have open. Node raises its own soft limit to the hard one. */
export function openFiles(): number {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  return hard === undefined || hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard)
}
