import type { Speech } from '../languages.ts'

/** "money: 2, events: 12", with the comma of the language. */
export const listed = ({ language }: Speech, of: readonly string[]): string => of.join(language === 'ar' ? '، ' : ', ')
