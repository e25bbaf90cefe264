export type Theme = 'light' | 'dark'

export const isTheme = (text: string | null): text is Theme => text === 'light' || text === 'dark'

const MORNING = 6
const EVENING = 20

/** How the hour at the place, 0 to 23, is found; a wrong zone counts as UTC. */
function hourIn(timeZone: string): (now: number) => number {
  try {
    const format = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone })
    return (now) => Number(format.format(now))
  } catch {
    return (now) => new Date(now).getUTCHours()
  }
}

// The hour is asked for every second, always in the one zone of the place.
let zone = 'UTC'
let hourAt = hourIn(zone)

/** `asked` (the page's address, for a hall that is lit all day) wins; else dark when the system wishes it, or by night. */
export function themeAt(now: number, timeZone: string, wish: { readonly asked: Theme | null; readonly systemDark: boolean }): Theme {
  if (wish.asked !== null) return wish.asked
  if (wish.systemDark) return 'dark'
  if (timeZone !== zone) [zone, hourAt] = [timeZone, hourIn(timeZone)]
  const hour = hourAt(now)
  return hour < MORNING || hour >= EVENING ? 'dark' : 'light'
}
