import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'U bent hier lezer: u leest de rapporten.',
    manager: 'U bent hier beheerder: u leest de rapporten en stelt prijzen, rechten, kortingen en boxen in.',
    owner: 'U bent hier eigenaar: u stelt alles in en zegt wie er nog meer binnen mag.',
  },
  makePasskeyNow:
    'Maak nu een toegangssleutel: dan opent dit apparaat uw pagina’s de volgende keer vanzelf. Zonder sleutel hebt u elke keer een nieuwe link nodig.',
  passkeys: 'Uw toegangssleutels',
  noPasskey: 'Nog geen.',
  makePasskey: 'Een toegangssleutel maken op dit apparaat',
  passkeyElsewhere: 'Toegangssleutels hebben het adres nodig dat PUBLIC_URL noemt: dit is een ander.',
  keyNew: {
    here: (made) => `gemaakt ${made}, nog niet gebruikt, alleen op dat apparaat`,
    synced: (made) => `gemaakt ${made}, nog niet gebruikt, op al uw apparaten van dat merk`,
  },
  keyUsed: {
    here: (made, used) => `gemaakt ${made}, gebruikt ${used}, alleen op dat apparaat`,
    synced: (made, used) => `gemaakt ${made}, gebruikt ${used}, op al uw apparaten van dat merk`,
  },
  remove: 'Verwijderen',
  removeKey: (name) => `${name} verwijderen`,

  morning: 'Ochtendbrief',
  morningOn: 'Elke ochtend om zeven uur vertelt een brief u over de dag ervoor.',
  morningOff: 'Een brief elke ochtend om zeven uur: wat er de dag ervoor is ontvangen en wat u nodig heeft.',
  morningStop: 'Geen brieven meer',
  morningStart: 'Schrijf mij elke ochtend',

  language: 'Uw taal',
  languageText: 'Daarin zijn deze pagina’s en de brieven aan u.',

  browsers: 'Waar u bent ingelogd',
  thisBrowser: (browser) => `${browser} (deze)`,
  browserUsed: (since, last) => `sinds ${since}, laatst gebruikt ${last}`,
  signOut: 'Uitloggen',
  signOutBrowser: (browser) => `${browser} uitloggen`,
  browserOn: (browser, system) => `${browser} op ${system}`,
  someBrowser: 'Een browser',
  otherSystem: 'een ander systeem',
}
