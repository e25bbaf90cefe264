import { counting } from '../count.ts'
import type { PricesWords } from '../en/prices.ts'

const n = counting('de')

export const prices: PricesWords = {
  check: 'Prüfen',
  publish: 'Veröffentlichen',
  published: (version) => `Fassung ${version} ist veröffentlicht und zu allen Boxen unterwegs.`,
  mayNotPublish:
    'Ändern Sie, was Sie mögen, und sehen Sie, was das Parken kosten würde: Sie veröffentlichen hier nichts. Das tun Verwalter und Inhaber.',
  keeps: 'Ein Auto behält die Preise, die bei seiner Einfahrt galten, außer neue sagen, dass auch Autos im Haus sie zahlen.',
  nothingPublished:
    'Noch ist nichts veröffentlicht: Jede Box nimmt den Tarif aus ihrer eigenen Konfiguration. Was Sie veröffentlichen, tritt an seine Stelle.',
  inForceSince: (version, name, since) => `Fassung ${version}, „${name}“, gilt seit ${since}.`,
  hasIt: (box) => `${box} hat sie.`,
  hasItNot: (box) => `${box} hat sie noch nicht.`,
  hasItNotBehind: (box, behind) => `${box} hat sie noch nicht und liegt ${behind} zurück.`,

  beginReady: 'Mit einem fertigen Tarif beginnen',
  ready: {
    'city-garage': {
      title: 'Parkhaus in der Stadt',
      about: '3,00 die Stunde in Schritten von 20 Minuten, nachts höchstens 5,00, am Tag höchstens 24,00.',
    },
    airport: {
      title: 'Flughafen, nahe am Terminal',
      about: 'Die erste Stunde teuer, jede weitere 4,00, höchstens 30,00 in 24 Stunden.',
    },
    hospital: {
      title: 'Krankenhaus',
      about: 'Eine halbe Stunde ist für alle frei, dann 1,00 die Stunde, höchstens 6,00 am Tag.',
    },
    'hotel-overnight': {
      title: 'Hotel mit Übernachtungspaket',
      about: '2,50 die Stunde, höchstens 25,00 in 24 Stunden; vom Nachmittag bis zum Mittag 18,00.',
    },
    'event-arena': {
      title: 'Arena am Konzerttag',
      about: '2,00 die Stunde; an den genannten Abenden 15,00 für die Veranstaltung, wann immer man kommt.',
    },
    supermarket: {
      title: 'Supermarkt, Kunden parken kostenlos',
      about: 'Eine halbe Stunde zum Wenden; dann 2,00 je halbe Stunde, von denen die Kasse 90 Minuten abzieht.',
    },
    'street-zone': {
      title: 'Straßenzone mit Höchstparkdauer',
      about: 'Montags bis samstags von 9 bis 18 Uhr 0,50 je Viertelstunde; mehr als zwei Stunden am Stück kosten 25,00 mehr.',
    },
    'france-quarter-hours': {
      title: 'Frankreich: nach Viertelstunden',
      about: '0,80 je angefangene Viertelstunde, nach vier Stunden die Hälfte, höchstens 28,00 in 24 Stunden.',
    },
    'spain-per-minute': {
      title: 'Spanien: nach Minuten',
      about: '0,04 die Minute, höchstens 20,00 in 24 Stunden.',
    },
    'us-lot-early-bird': {
      title: 'US-Parkplatz mit Stufen und Frühtarif',
      about: '8, 14, 20 und 25 Dollar nach der Parkdauer; werktags vor 9 herein und bis 19 Uhr hinaus: 12.',
    },
  },

  comesTo: 'Was dabei herauskommt',
  mustPutRight: (count) =>
    n(count, {
      one: 'Eines ist noch zu berichtigen, bevor das veröffentlicht werden kann.',
      other: '# Dinge sind noch zu berichtigen, bevor das veröffentlicht werden kann.',
    }),
  lookFirst: (count) =>
    n(count, {
      one: 'Das kann veröffentlicht werden. Sehen Sie sich vorher den Hinweis an.',
      other: 'Das kann veröffentlicht werden. Sehen Sie sich vorher die # Hinweise an.',
    }),
  canPublish: 'Das kann veröffentlicht werden.',
  stayOf: 'Parkdauer',
  now: 'jetzt',
  afterwards: 'dann',
  evening: 'Abend',
  night: 'Nacht',
  weekend: 'Wochenende',
  backTest: (stays, days, then, now) =>
    `${n(stays, { one: '# Parkvorgang der letzten', other: '# Parkvorgänge der letzten' })} ${days} Tage: zusammen ${then} statt ${now}`,

  everyVersion: 'Alle Fassungen',
  version: (version) => `Fassung ${version}`,
  column: { version: 'Fassung', state: 'Stand', from: 'Ab', prices: 'Preise', published: 'Veröffentlicht', again: 'Noch einmal' },
  state: { inForce: 'gilt', coming: 'kommt', past: 'abgelöst' },
  publishedBy: (time, who) => `${time} von ${who}`,
  useAgain: 'Wieder verwenden',
  free: 'nichts',
  per: (amount, time) => `${amount} je ${time}`,
  freeThen: (minutes, price) => `${minutes} min frei, dann ${price}`,
  atMost: (price, amount) => `${price}, höchstens ${amount} am Tag`,

  form: {
    stay: 'Parken',
    freeMinutes: 'Erste Minuten frei',
    freeIsGrace: 'wer länger bleibt, zahlt von Anfang an',
    addLine: 'Zeile hinzufügen',
    line: (number) => `Zeile ${number}`,
    from: 'Von h:mm',
    until: 'bis h:mm',
    noEnd: 'kein Ende',
    charged: 'berechnet',
    kind: { incrementingRate: 'je angefangene', flatRateTier: 'einmal für die ganze Spanne', flatRate: 'einmal, wenn erreicht' },
    minutes: 'Minuten',
    amount: 'Betrag',
    remove: 'Entfernen',
    removeNamed: (name) => `${name} entfernen`,

    maximum: 'Höchstbetrag',
    cap: { none: 'kein Höchstbetrag', calendarDay: 'je Kalendertag', rolling: 'je 24 Stunden Parkdauer' },
    capAmount: (currency) => `Betrag (${currency})`,
    reentry: 'wer am selben Tag oder in den 24 Stunden wiederkommt, teilt ihn',

    windows: 'Nächte, Wochenenden, Veranstaltungen',
    windowsNote: 'Zu diesen Zeiten gelten stattdessen deren eigene Preise. Wo zwei sich treffen, zählt die obere.',
    addWindow: 'Zeit mit eigenen Preisen hinzufügen',
    otherTimes: 'Andere Zeiten',
    nightName: 'Nacht',
    nameForDrivers: 'Name, wie Fahrer ihn lesen',
    atMostEach: 'Jedes Mal höchstens (leer: ohne)',
    days: 'Tage',
    fromTime: 'Von',
    untilTime: 'bis',
    onlyDates: 'Nur an diesen Daten (leer: immer)',

    packages: 'Pakete',
    packagesNote: 'Ein Preis für alle, die rechtzeitig kommen und gehen, etwa ein Frühtarif. Niemand zahlt dadurch mehr.',
    addPackage: 'Paket hinzufügen',
    package: 'Paket',
    earlyBird: 'Frühtarif',
    price: 'Preis',
    leaveBy: 'Ausfahrt bis',
    leaveDays: 'Tage später (0: am selben Tag)',

    rest: 'Übriges',
    exitGrace: 'Minuten zum Ausfahren nach dem Zahlen',
    vat: 'Enthaltene MwSt., %',
    overstayAfter: 'Höchstparkdauer h:mm (leer: keine)',
    overstayAmount: 'Länger kostet zusätzlich',
    overstayName: 'Wie das heißt',
    name: 'Name dieser Fassung',
    when: 'Gilt ab (leer: sofort)',
    cut: 'Autos im Haus zahlen von da an diese Preise; ohne Haken behalten sie ihre bis zum Schluss',

    vehicles: 'Andere Fahrzeuge',
    vehiclesNote:
      'In % dessen, was ein Auto zahlt; leer: wie ein Auto. Was hereinkommt, sagt die Spur (vehicle_class in site.toml) oder ein Mitarbeiter.',
    keepsOwn: (vehicle) => `${vehicle} (eigene Preise, bleiben, solange leer)`,
  },

  atLine: (number, problem) => `Zeile ${number}: ${problem}`,
  problem: {
    amount: 'Schreiben Sie einen Betrag wie 2,50.',
    amountOrEmpty: 'Schreiben Sie einen Betrag wie 6,00, oder lassen Sie es leer.',
    minutes: 'Schreiben Sie ganze Minuten, zum Beispiel 15.',
    percent: 'Schreiben Sie einen Prozentsatz, zum Beispiel 19.',
    share: 'Schreiben Sie ganze Prozent, zum Beispiel 150, oder lassen Sie es leer.',
    clock: 'Schreiben Sie eine Uhrzeit wie 20:00.',
    length: 'Schreiben Sie eine Parkdauer als h:mm, zum Beispiel 0:00 oder 2:30.',
    lengthOrEmpty: 'Schreiben Sie eine Parkdauer als h:mm, oder lassen Sie es leer.',
    dates: 'Schreiben Sie Daten wie 2026-07-14, 2026-12-24 – 2026-12-26.',
    days: 'Kreuzen Sie mindestens einen Tag an.',
    leaveDays: 'Schreiben Sie 0 bis 6 Tage.',
    start: 'Schreiben Sie Datum und Uhrzeit, oder lassen Sie es leer.',
    startPast: 'Preise können nicht in der Vergangenheit beginnen: Den Autos wurden andere gesagt.',
    startFar: 'Das ist mehr als zwei Jahre hin.',

    noLines: 'Es gibt keine Preiszeilen: Alles Parken ist kostenlos.',
    notInteger: 'Der Betrag ist feiner als die kleinste Münze der Währung.',
    negative: 'Eine Zeit oder ein Betrag ist kleiner als null.',
    emptySpan: 'Die Zeile endet, bevor sie beginnt.',
    stepTooSmall: 'Ein Schritt ist kürzer als eine Minute.',
    partialStep: 'Der letzte Schritt ist kürzer als die anderen, kostet aber gleich viel.',
    overlap: (from, until) => `Die Zeile beginnt bei ${from}, in einer anderen, die bei ${until} endet.`,
    gap: (from, until) => `Von ${from} bis ${until} der Parkdauer wird nichts berechnet.`,
    stayEndsFree: (after) => `Nach ${after} kostet das Parken nichts mehr.`,
    capBelowStep: 'Der Höchstbetrag ist kleiner als ein einzelner Preis.',
    capPeriod: 'Der Zeitraum des Höchstbetrags ist kürzer als eine Stunde.',
    capPeriodNotADay: (period) => `Der Höchstbetrag gilt je ${period} h, nicht je 24 Stunden.`,
    noTransitions: 'Die Uhrumstellungen der Zeitzone fehlen.',
    transitionsUnordered: 'Die Uhrumstellungen der Zeitzone sind nicht in ihrer Reihenfolge.',
    transitionsLate: 'Die Uhrumstellungen der Zeitzone sind erst ab später bekannt, als die Preise beginnen.',
    vat: 'Die Mehrwertsteuer liegt zwischen 0 und 50 %.',
    currency: 'Die Währung ist kein Kürzel wie EUR.',
    freeNegative: 'Die freie Zeit ist kleiner als null.',
    graceShort: 'Fahrer haben weniger als 5 Minuten, um nach dem Zahlen auszufahren.',
    franceStep: 'In Frankreich wird unter 12 Stunden in Schritten von höchstens 15 Minuten abgerechnet.',
    spainPerMinute: 'In Spanien wird nach Minuten abgerechnet, ohne zu runden.',
    portugalStep: 'In Portugal wird in Abschnitten von höchstens 15 Minuten abgerechnet.',
    windowHidden: 'Eine frühere Zeit mit eigenen Preisen gilt immer an ihrer Stelle.',
    datesOver: 'Alle ihre Daten sind vorbei, bevor die Preise beginnen.',
    leavesBeforeEntry: 'Man müsste hinausgefahren sein, bevor man hereinkommen kann.',
    overstayWithinFree: 'Ein Aufenthalt ist zu lang, bevor seine freie Zeit vorbei ist.',
  },
}
