/** A number of minutes with the unit every language here writes alike: 90 → "90 min", 120 → "2 h". */
export const shortTime = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`)
