import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'Qui è lettore: legge i rapporti.',
    manager: 'Qui è gestore: legge i rapporti e imposta prezzi, permessi, sconti e centraline.',
    owner: 'Qui è proprietario: imposta tutto e dice chi altro può entrare.',
  },
  makePasskeyNow:
    'Crei ora una passkey: la prossima volta questo dispositivo apre le Sue pagine da solo. Senza, serve ogni volta un nuovo link.',
  passkeys: 'Le Sue passkey',
  noPasskey: 'Ancora nessuna.',
  makePasskey: 'Crea una passkey su questo dispositivo',
  passkeyElsewhere: 'Le passkey richiedono l’indirizzo indicato da PUBLIC_URL: questo è un altro.',
  keyNew: {
    here: (made) => `creata ${made}, non ancora usata, solo su quel dispositivo`,
    synced: (made) => `creata ${made}, non ancora usata, su tutti i Suoi dispositivi di quella marca`,
  },
  keyUsed: {
    here: (made, used) => `creata ${made}, usata ${used}, solo su quel dispositivo`,
    synced: (made, used) => `creata ${made}, usata ${used}, su tutti i Suoi dispositivi di quella marca`,
  },
  remove: 'Rimuovi',
  removeKey: (name) => `Rimuovi ${name}`,

  morning: 'Lettera del mattino',
  morningOn: 'Ogni mattina alle sette una lettera Le racconta il giorno prima.',
  morningOff: 'Una lettera ogni mattina alle sette: quanto è stato incassato il giorno prima e che cosa ha bisogno di Lei.',
  morningStop: 'Niente più lettere',
  morningStart: 'Scrivimi ogni mattina',

  language: 'La Sua lingua',
  languageText: 'È quella di queste pagine e delle lettere che riceve.',

  browsers: 'Dove ha effettuato l’accesso',
  thisBrowser: (browser) => `${browser} (questo)`,
  browserUsed: (since, last) => `da ${since}, usato l’ultima volta ${last}`,
  signOut: 'Disconnetti',
  signOutBrowser: (browser) => `Disconnetti ${browser}`,
  browserOn: (browser, system) => `${browser} su ${system}`,
  someBrowser: 'Un browser',
  otherSystem: 'un altro sistema',
}
