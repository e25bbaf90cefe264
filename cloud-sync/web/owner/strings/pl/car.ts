import { counting } from '../count.ts'
import type { CarWords } from '../en/car.ts'

const n = counting('pl')

export const car: CarWords = {
  method: { terminal: 'kartą w automacie', remote: 'telefonem', exitCode: 'telefonem, z kodem wyjazdu', cash: 'gotówką' },
  outcome: {
    paid: 'zapłacony',
    free: 'bezpłatny',
    permit: 'abonament',
    attendant: 'otwarte ręcznie',
    owed: 'wypuszczony bez zapłaty',
    suspect: 'wyjazdu nie widziano',
    unknown: 'nieznane',
    stated: 'na słowo kierowcy',
  },
  basis: {
    ...{ visitor: 'gość', unreadable: 'bilet ze zdjęciem', permit: 'abonament', free: 'bezpłatny', paid: 'zapłacony' },
    ...{ attendant: 'otwarte ręcznie', full: 'odmowa, brak miejsc', blocked: 'zablokowany', alreadyInside: 'już w środku' },
    ...{ notFound: 'nie znaleziono', released: 'wypuszczony bez zapłaty', freeFlow: 'przy otwartym szlabanie' },
  },
  noPlate: 'nie odczytano tablicy',
  unsure: 'odczyt niepewny',

  insideFor: (stay) => `W środku od ${stay}.`,
  insideUnseen: 'W środku; nikt nie widział wjazdu.',
  stayed: (stay, how) => `Postój ${stay}, ${how}.`,
  leftUnseen: (how) => `Nikt nie widział wjazdu; ${how}.`,
  cameIn: (time) => `Wjazd: ${time}.`,
  prices: (version) => `Ceny, wersja ${version}.`,

  happened: 'Co się działo',
  moment: {
    ...{ seen: 'Zauważone przez kamerę', decided: 'Decyzja', entered: 'Wjazd', left: 'Wyjazd', quoted: 'Pokazano cenę' },
    ...{ paid: 'Zapłacono', validated: 'Przyznano ulgę', anomaly: 'Odnotowano', help: 'Wezwano pomoc' },
  },
  seen: (share, pictures) =>
    n(pictures, { one: `pewność ${share}, # zdjęcie`, few: `pewność ${share}, # zdjęcia`, many: `pewność ${share}, # zdjęć` }),
  letThrough: (why) => `przepuszczono: ${why}`,
  notLetThrough: (why) => `nie przepuszczono: ${why}`,
  secondPayment: 'druga wpłata',
  grantedBy: (what, who) => `${what}, od: ${who}`,
  answeredBy: (who) => `odebrane przez: ${who}`,
  notAnswered: 'nieodebrane',
  odd: {
    tailgate: 'Przejazd za innym autem',
    freeFlow: 'Przejazd przy otwartym szlabanie',
    forcedOpen: 'Szlaban wyłamano',
    missedExit: 'Nie widziano wyjazdu',
    unknownVehicle: 'Wyjazd nierozpoznanego auta',
    leftUnpaid: 'Wyjazd bez zapłaty',
    released: 'Wypuszczono bez zapłaty',
    assumedPassage: 'Przejazd, gdy sterownik był wyłączony',
    closingLoopStuck: 'Pętla zamykania się zacięła',
    cameraDown: 'Kamera nic nie widziała',
    duplicatePayment: 'Zapłacono dwa razy',
    unknownQuote: 'Zapłacono za nieznaną cenę',
    wrongCurrency: 'Zapłacono w innej walucie',
    paidRejectedCar: 'Zapłacono za inne auto',
    pickedByDriver: 'Kierowca wybrał je ze zdjęć',
    untrustedClock: 'Zegar był niepewny',
    honesty: 'Godzina wjazdu to słowo kierowcy',
    codeGuessing: 'Błędne kody wyjazdu',
    plateCorrected: 'Tablicę poprawiono',
    imageNotStored: 'Brakuje zdjęcia',
  },

  lastPrice: 'Ostatnia cena',
  vatOf: (rate) => `w tym VAT ${rate}`,
  pictures: 'Zdjęcia',
  atEntry: (time) => `Przy wjeździe, ${time}`,
  atExit: (time) => `Przy wyjeździe, ${time}`,
  entryPicture: 'Auto przy wjeździe',
  exitPicture: 'Auto przy wyjeździe',
}
