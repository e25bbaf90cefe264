/** A person's own page. */
export const me = {
  role: {
    viewer: 'You are a viewer here: you read the reports.',
    manager: 'You are a manager here: you read the reports and set prices, permits, discounts and boxes.',
    owner: 'You are an owner here: you set everything, and say who else may come in.',
  },
  makePasskeyNow: 'Make a passkey now: next time this device opens your pages by itself. Without one you need a new link each time.',
  passkeys: 'Your passkeys',
  noPasskey: 'None yet.',
  makePasskey: 'Make a passkey on this device',
  passkeyElsewhere: 'Passkeys need the address that PUBLIC_URL names: this is another.',
  /** under a passkey: when it was made and used, and where it lives */
  keyNew: {
    here: (made: string) => `made ${made}, not used yet, on that device alone`,
    synced: (made: string) => `made ${made}, not used yet, on all your devices of that maker`,
  },
  keyUsed: {
    here: (made: string, used: string) => `made ${made}, used ${used}, on that device alone`,
    synced: (made: string, used: string) => `made ${made}, used ${used}, on all your devices of that maker`,
  },
  remove: 'Remove',
  removeKey: (name: string) => `Remove ${name}`,

  morning: 'Morning letter',
  morningOn: 'Each morning at seven a letter tells you of the day before.',
  morningOff: 'A letter at seven each morning: what was taken the day before, and what needs you.',
  morningStop: 'No more letters',
  morningStart: 'Write to me each morning',

  language: 'Your language',
  languageText: 'These pages and the letters to you are in it.',

  browsers: 'Where you are signed in',
  thisBrowser: (browser: string) => `${browser} (this one)`,
  browserUsed: (since: string, last: string) => `since ${since}, last used ${last}`,
  signOut: 'Sign it out',
  signOutBrowser: (browser: string) => `Sign out ${browser}`,
  /** Chrome on Android */
  browserOn: (browser: string, system: string) => `${browser} on ${system}`,
  someBrowser: 'A browser',
  otherSystem: 'another system',
}
export type MeWords = typeof me
