export type Theme = 'light' | 'dark'

export const isTheme = (text: string | null): text is Theme => text === 'light' || text === 'dark'

const MORNING = 6
const EVENING = 20

/** The hour at the place, 0 to 23; a wrong zone counts as UTC. */
function hourAt(now: number, timeZone: string): number {
  const shape = { hour: 'numeric', hourCycle: 'h23' } as const
  try {
    return Number(new Intl.DateTimeFormat('en', { ...shape, timeZone }).format(now))
  } catch {
    return new Date(now).getUTCHours()
  }
}

/** `asked` (the page's address, for a hall that is lit all day) wins; else dark when the system wishes it, or by night. */
export function themeAt(now: number, timeZone: string, wish: { readonly asked: Theme | null; readonly systemDark: boolean }): Theme {
  if (wish.asked !== null) return wish.asked
  if (wish.systemDark) return 'dark'
  const hour = hourAt(now, timeZone)
  return hour < MORNING || hour >= EVENING ? 'dark' : 'light'
}
