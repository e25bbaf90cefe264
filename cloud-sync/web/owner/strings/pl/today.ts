import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('pl')

export const today: TodayWords = {
  day: 'Dzień',
  dayBefore: 'Poprzedni dzień',
  dayAfter: 'Następny dzień',

  soFar: {
    alone: (taken) => `Dziś [money:${taken}].`,
    over: (taken, share, weekday) => `Dziś [money:${taken}], o ${share} więcej niż tydzień temu o tej porze (${weekday}).`,
    under: (taken, share, weekday) => `Dziś [money:${taken}], o ${share} mniej niż tydzień temu o tej porze (${weekday}).`,
    same: (taken, weekday) => `Dziś [money:${taken}], tyle co tydzień temu o tej porze (${weekday}).`,
  },
  past: {
    alone: (day, taken) => `${day}: [money:${taken}].`,
    over: (day, taken, share, weekday) => `${day}: [money:${taken}], o ${share} więcej niż tydzień wcześniej (${weekday}).`,
    under: (day, taken, share, weekday) => `${day}: [money:${taken}], o ${share} mniej niż tydzień wcześniej (${weekday}).`,
    same: (day, taken, weekday) => `${day}: [money:${taken}], tyle co tydzień wcześniej (${weekday}).`,
  },
  placesTaken: (inside, capacity) => `[inside:Zajęte miejsca: ${inside} z ${capacity}].`,
  noCarInside: '[inside:W środku nie ma aut].',
  carsInside: (count) => n(count, { one: '[inside:W środku # auto].', few: '[inside:W środku # auta].', many: '[inside:W środku # aut].' }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, { one: 'Wjechało # auto', few: 'Wjechały # auta', many: 'Wjechało # aut' })}], [left:${n(left, { one: 'wyjechało #', few: 'wyjechały #', many: 'wyjechało #' })}].`,
  nothingNeedsYou: 'Nic na Ciebie nie czeka.',
  thingsNeedYou: (count) =>
    n(count, {
      one: '[needs:Jedna sprawa czeka na Ciebie].',
      few: '[needs:# sprawy czekają na Ciebie].',
      many: '[needs:# spraw czeka na Ciebie].',
    }),

  noBox: 'Nie ma tu jeszcze żadnego sterownika.',
  completeTo: (time) => `Pełne do ${time}`,
  notComplete: 'Niepełne',
  boxNever: (box) => `${box} jeszcze nic nie przysłał.`,
  boxBehind: (box, time) => `${box} jest opóźniony o ${time}.`,
  boxCatchingUp: (box, time) => `${box} jest opóźniony o ${time} i nadrabia.`,

  needsYou: 'Czeka na Ciebie',
  about: (amount) => `[about:około] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `Kierowca czeka na pomoc: ${name}`,
      text: 'Otwórz na miejscu albo poleceniem: gatehouse open --lane …',
    },
    laneFault: { title: ({ name }) => `${name}: awaria`, text: ({ detail }) => `Zgłoszenie: ${detail}` },
    laneHeld: { title: ({ name }) => `${name}: przejazd trzymany otwarty`, text: ({ detail }) => `Powód: ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} milczy`,
      text: 'Pracuje dalej sam; jego liczby przyjdą, gdy wróci.',
    },
    boxBehind: {
      title: ({ name }) => `${name} nadrabia zaległości`,
      text: ({ count }) =>
        n(count, { one: '# zdarzenie jest w drodze.', few: '# zdarzenia są w drodze.', many: '# zdarzeń jest w drodze.' }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} nie zna godziny`,
      text: 'Do tego czasu postoje liczy własny licznik.',
    },
    refundFailed: { title: 'Odmówiono zwrotu pieniędzy', text: ({ detail }) => `${detail} Zwróć pieniądze ręcznie.` },
    refundSlow: { title: 'Zwrot pieniędzy trwa długo', text: ({ detail }) => `Próby trwają ponad godzinę: ${detail}.` },
    mismatch: { title: 'Zapłacono złą kwotę', text: 'Sama wraca do kierowcy.' },
    undelivered: {
      title: 'Zapłacono telefonem, bilet nieznany',
      text: 'Sterownik nie zgłosił jeszcze tego biletu; wpłata na niego czeka.',
    },
    paidTwice: { title: 'Zapłacono w automacie dwa razy', text: 'Ta kwota należy się kierowcy; czytnik kart może ją zwrócić.' },
    cardUnbooked: {
      title: 'Kartę obciążono, a żaden sterownik tego nie zapisał',
      text: 'Czy sterownik jest wyłączony? Zapisze wpłatę, gdy wróci.',
    },
    mailStuck: {
      title: ({ count }) =>
        n(count, {
          one: 'Nie można wysłać # pokwitowania',
          few: 'Nie można wysłać # pokwitowań',
          many: 'Nie można wysłać # pokwitowań',
        }),
      text: ({ detail }) => `${detail} Próby trwają trzy dni.`,
    },
    owed: {
      title: 'Wypuszczony bez zapłaty',
      text: 'Żaden sposób zapłaty nie zadziałał. Kwota wróci przy następnym wjeździe auta; późniejsza wpłata też ją spłaca.',
    },
    suspect: {
      title: ({ count }) =>
        n(count, {
          one: '# auto wyjechało niezauważone',
          few: '# auta wyjechały niezauważone',
          many: '# aut wyjechało niezauważonych',
        }),
      text: 'Zamknięte na 0, do sprawdzenia.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          one: '# auto wypuszczono bez zapłaty i nikt nie wie które',
          few: '# auta wypuszczono bez zapłaty i nikt nie wie które',
          many: '# aut wypuszczono bez zapłaty i nikt nie wie które',
        }),
      text: 'Nikt nie znalazł wjazdu i nikt nie przyszedł z pomocą. Auto nadal liczy się jako obecne: poszukaj postoju, który się nie kończy.',
    },
    freeFlow: {
      title: ({ count }) =>
        n(count, {
          one: '# auto wyjechało przy otwartym szlabanie',
          few: '# auta wyjechały przy otwartym szlabanie',
          many: '# aut wyjechało przy otwartym szlabanie',
        }),
      text: 'Przejazd bez polecenia: szlaban był w górze, wyłamany albo otwarty ręcznie.',
    },
    noRates: { title: 'Nie ogłoszono jeszcze cen', text: 'Sterowniki używają taryfy z własnej konfiguracji.' },
    clone: {
      title: 'Być może dwa sterowniki działają z jednej karty',
      text: 'Czy kartę pamięci przywrócono lub skopiowano? Daj swojemu sterownikowi nowy kod: nowe klucze wykluczą ten drugi.',
    },
    moneyDiffers: {
      title: 'Sterownik i księgi tutaj mają różne pieniądze',
      text: 'Powód może być w jego nieczytelnych zdarzeniach; nic nie zginęło, sterownik trzyma wszystkie wpłaty.',
    },
    alert: { title: 'Sterownik zgłasza coś dziwnego', text: ({ detail }) => `Zgłasza: ${detail}` },
  },

  lanes: 'Przejazdy',
  noLane: 'Żaden przejazd jeszcze się nie zgłosił.',
  nobodyYet: 'jeszcze nikt',
  held: (why) => `trzymany otwarty: ${why}`,
  arm: {
    passed: 'auto przejechało',
    open: 'szlaban w górze',
    opening: 'szlaban się podnosi',
    closed: 'szlaban na dole',
    closing: 'szlaban opada',
    fault: 'awaria szlabanu',
    still: 'jeszcze się nie ruszył',
  },

  byHour: 'Godzina po godzinie',
  revenueByHour: 'Wpływy według godzin',
  howFull: 'Zapełnienie',
  most: (most) => `Najwięcej ${most}`,
  mostOf: (most, capacity) => `Najwięcej ${most} z ${capacity}`,
  insideByHour: (last) => `Auta w środku według godzin, na końcu ${last}.`,
  twoWeeks: 'Dwa tygodnie',

  balance: 'Auta i pieniądze obok siebie',
  leftThisDay: 'Wyjazdy tego dnia',
  cars: 'Auta',
  paid: 'Zapłacono',
  openArm: 'przy otwartym szlabanie, auto nieznane',
  noCarKnown: 'wypuszczony bez zapłaty, auto nieznane',
  paidOther: 'zapłacono, wyjazd nie tego dnia',
  stated: (count, amount) =>
    n(count, {
      one: `[stated:# z tych aut] nie miało zapisanego wjazdu: kierowca powiedział, kiedy wjechał, i ${amount} opiera się na jego słowie.`,
      few: `[stated:# z tych aut] nie miały zapisanego wjazdu: kierowcy powiedzieli, kiedy wjechali, i ${amount} opiera się na ich słowie.`,
      many: `[stated:# z tych aut] nie miało zapisanego wjazdu: kierowcy powiedzieli, kiedy wjechali, i ${amount} opiera się na ich słowie.`,
    }),

  help: 'Pomoc',
  noCallAnswered: 'Nie odebrano żadnego wezwania',
  callsAnswered: (count, time) =>
    n(count, {
      one: `Odebrano # wezwanie w ciągu ${time}`,
      few: `Odebrano # wezwania, połowę w ciągu ${time}`,
      many: `Odebrano # wezwań, połowę w ciągu ${time}`,
    }),
}
