import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'Masz tu podgląd: czytasz raporty.',
    manager: 'Jesteś tu zarządcą: czytasz raporty i ustawiasz ceny, prawa, rabaty i sterowniki.',
    owner: 'Jesteś tu właścicielem: ustawiasz wszystko i mówisz, kto jeszcze może wejść.',
  },
  makePasskeyNow:
    'Utwórz teraz klucz dostępu: następnym razem to urządzenie samo otworzy Twoje strony. Bez klucza za każdym razem potrzebny jest nowy link.',
  passkeys: 'Twoje klucze dostępu',
  noPasskey: 'Jeszcze żadnego.',
  makePasskey: 'Utwórz klucz dostępu na tym urządzeniu',
  passkeyElsewhere: 'Klucze dostępu wymagają adresu podanego w PUBLIC_URL: to jest inny.',
  keyNew: {
    here: (made) => `utworzony ${made}, jeszcze nieużyty, tylko na tym urządzeniu`,
    synced: (made) => `utworzony ${made}, jeszcze nieużyty, na wszystkich Twoich urządzeniach tej marki`,
  },
  keyUsed: {
    here: (made, used) => `utworzony ${made}, użyty ${used}, tylko na tym urządzeniu`,
    synced: (made, used) => `utworzony ${made}, użyty ${used}, na wszystkich Twoich urządzeniach tej marki`,
  },
  remove: 'Usuń',
  removeKey: (name) => `Usuń ${name}`,

  morning: 'Poranny list',
  morningOn: 'Co rano o siódmej list opowie Ci o poprzednim dniu.',
  morningOff: 'List co rano o siódmej: ile wpłynęło poprzedniego dnia i co wymaga Twojej uwagi.',
  morningStop: 'Koniec listów',
  morningStart: 'Pisz do mnie co rano',

  language: 'Twój język',
  languageText: 'W nim są te strony i listy do Ciebie.',

  browsers: 'Gdzie masz otwartą sesję',
  thisBrowser: (browser) => `${browser} (ta)`,
  browserUsed: (since, last) => `od ${since}, ostatnio ${last}`,
  signOut: 'Wyloguj tę przeglądarkę',
  signOutBrowser: (browser) => `Wyloguj: ${browser}`,
  browserOn: (browser, system) => `${browser}, ${system}`,
  someBrowser: 'Przeglądarka',
  otherSystem: 'inny system',
}
