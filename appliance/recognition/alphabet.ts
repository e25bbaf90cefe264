/** The characters a plate text may hold, in the order of every emission row: column 0 is "nothing", then these. */
export const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Columns of an emission row. */
export const COLUMNS = ALPHABET.length + 1

export const columnOf = (char: string): number => ALPHABET.indexOf(char) + 1

/** Upper case, and nothing but A–Z0–9. */
export const bareText = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '')
