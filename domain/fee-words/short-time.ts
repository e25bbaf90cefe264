const SYMBOLS = { hour: 'h', minute: 'min' }

/** A number of minutes with the units' symbols: 90 → "90 min", 120 → "2 h". */
export const shortTime = (minutes: number, { hour, minute } = SYMBOLS): string =>
  minutes % 60 === 0 ? `${minutes / 60} ${hour}` : `${minutes} ${minute}`
