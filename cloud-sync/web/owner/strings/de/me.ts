import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'Sie sind hier Leser: Sie lesen die Berichte.',
    manager: 'Sie sind hier Verwalter: Sie lesen die Berichte und stellen Preise, Rechte, Rabatte und Boxen ein.',
    owner: 'Sie sind hier Inhaber: Sie stellen alles ein und sagen, wer sonst hereinkommt.',
  },
  makePasskeyNow:
    'Legen Sie jetzt einen Passkey an: Dann öffnet dieses Gerät Ihre Seiten das nächste Mal von selbst. Ohne Passkey brauchen Sie jedes Mal einen neuen Link.',
  passkeys: 'Ihre Passkeys',
  noPasskey: 'Noch keiner.',
  makePasskey: 'Auf diesem Gerät einen Passkey anlegen',
  passkeyElsewhere: 'Passkeys brauchen die Adresse, die PUBLIC_URL nennt: Dies ist eine andere.',
  keyNew: {
    here: (made) => `angelegt ${made}, noch nicht benutzt, nur auf diesem Gerät`,
    synced: (made) => `angelegt ${made}, noch nicht benutzt, auf allen Ihren Geräten dieses Herstellers`,
  },
  keyUsed: {
    here: (made, used) => `angelegt ${made}, benutzt ${used}, nur auf diesem Gerät`,
    synced: (made, used) => `angelegt ${made}, benutzt ${used}, auf allen Ihren Geräten dieses Herstellers`,
  },
  remove: 'Entfernen',
  removeKey: (name) => `${name} entfernen`,

  morning: 'Morgenbrief',
  morningOn: 'Jeden Morgen um sieben berichtet Ihnen ein Brief vom Tag davor.',
  morningOff: 'Ein Brief jeden Morgen um sieben: was am Tag davor eingenommen wurde und was Sie braucht.',
  morningStop: 'Keine Briefe mehr',
  morningStart: 'Jeden Morgen schreiben',

  language: 'Ihre Sprache',
  languageText: 'In ihr sind diese Seiten und die Briefe an Sie geschrieben.',

  browsers: 'Wo Sie angemeldet sind',
  thisBrowser: (browser) => `${browser} (dieser hier)`,
  browserUsed: (since, last) => `seit ${since}, zuletzt benutzt ${last}`,
  signOut: 'Abmelden',
  signOutBrowser: (browser) => `${browser} abmelden`,
  browserOn: (browser, system) => `${browser} auf ${system}`,
  someBrowser: 'Ein Browser',
  otherSystem: 'einem anderen System',
}
