/** "12 s", for people who look at a box. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 90) return `${seconds} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** "12 s ago" */
export const ago = (ms: number): string => `${span(ms)} ago`

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
export const wait = (count: number, what: string): string => `${counted(count, what)} ${count === 1 ? 'waits' : 'wait'}`
