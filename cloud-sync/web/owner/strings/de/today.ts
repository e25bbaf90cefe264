import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('de')

export const today: TodayWords = {
  day: 'Tag',
  dayBefore: 'Der Tag davor',
  dayAfter: 'Der Tag danach',

  soFar: {
    alone: (taken) => `Heute [money:${taken}].`,
    over: (taken, share, weekday) => `Heute [money:${taken}], ${share} mehr als letzten ${weekday} um diese Zeit.`,
    under: (taken, share, weekday) => `Heute [money:${taken}], ${share} weniger als letzten ${weekday} um diese Zeit.`,
    same: (taken, weekday) => `Heute [money:${taken}], so viel wie letzten ${weekday} um diese Zeit.`,
  },
  past: {
    alone: (day, taken) => `${day}: [money:${taken}].`,
    over: (day, taken, share, weekday) => `${day}: [money:${taken}], ${share} mehr als am ${weekday} davor.`,
    under: (day, taken, share, weekday) => `${day}: [money:${taken}], ${share} weniger als am ${weekday} davor.`,
    same: (day, taken, weekday) => `${day}: [money:${taken}], so viel wie am ${weekday} davor.`,
  },
  placesTaken: (inside, capacity) => `[inside:${inside} von ${capacity} Plätzen belegt].`,
  noCarInside: '[inside:Kein Auto drinnen].',
  carsInside: (count) => n(count, { one: '[inside:Ein Auto drinnen].', other: '[inside:# Autos drinnen].' }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, { one: '# Auto kam', other: '# Autos kamen' })}], [left:${n(left, { one: '# fuhr weg', other: '# fuhren weg' })}].`,
  nothingNeedsYou: 'Nichts braucht Sie.',
  thingsNeedYou: (count) => n(count, { one: '[needs:Eine Sache braucht Sie].', other: '[needs:# Sachen brauchen Sie].' }),

  noBox: 'Hier ist noch keine Box angemeldet.',
  completeTo: (time) => `Vollständig bis ${time}`,
  notComplete: 'Nicht vollständig',
  boxNever: (box) => `${box} hat sich noch nie gemeldet.`,
  boxBehind: (box, time) => `${box} liegt ${time} zurück.`,
  boxCatchingUp: (box, time) => `${box} liegt ${time} zurück und holt auf.`,

  needsYou: 'Braucht Sie',
  about: (amount) => `[about:etwa] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `Ein Fahrer wartet auf Hilfe: ${name}`,
      text: 'Vor Ort öffnen, oder mit: gatehouse open --lane …',
    },
    laneFault: { title: ({ name }) => `${name}: Störung`, text: ({ detail }) => `Gemeldet wird: ${detail}` },
    laneHeld: { title: ({ name }) => `${name} wird offen gehalten`, text: ({ detail }) => `Grund: ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} ist stumm`,
      text: 'Sie arbeitet allein weiter; ihre Zahlen folgen, wenn sie wieder da ist.',
    },
    boxBehind: {
      title: ({ name }) => `${name} holt auf`,
      text: ({ count }) => n(count, { one: '# Ereignis ist unterwegs.', other: '# Ereignisse sind unterwegs.' }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} kennt die Uhrzeit nicht`,
      text: 'Bis dahin wird nach ihrem eigenen Zähler abgerechnet.',
    },
    refundFailed: { title: 'Eine Rückzahlung wurde abgelehnt', text: ({ detail }) => `${detail} Zahlen Sie das Geld von Hand zurück.` },
    refundSlow: { title: 'Eine Rückzahlung dauert lange', text: ({ detail }) => `Seit mehr als einer Stunde versucht: ${detail}.` },
    mismatch: { title: 'Ein falscher Betrag wurde bezahlt', text: 'Er geht von selbst an den Fahrer zurück.' },
    undelivered: {
      title: 'Mit dem Handy bezahlt, Ticket unbekannt',
      text: 'Die Box hat dieses Ticket noch nicht gemeldet; die Zahlung wartet darauf.',
    },
    paidTwice: {
      title: 'Am Automaten zweimal bezahlt',
      text: 'Einem Fahrer steht dieser Betrag zu; das Kartengerät kann ihn zurückgeben.',
    },
    cardUnbooked: {
      title: 'Eine Karte wurde belastet, und keine Box hat es gebucht',
      text: 'Ist die Box aus? Sie bucht die Zahlung, wenn sie wieder da ist.',
    },
    mailStuck: {
      title: ({ count }) => n(count, { one: 'Ein Beleg geht nicht hinaus', other: '# Belege gehen nicht hinaus' }),
      text: ({ detail }) => `${detail} Es wird weiter versucht, drei Tage lang.`,
    },
    owed: {
      title: 'Unbezahlt hinausgelassen',
      text: 'Kein Weg zu bezahlen ging. Der Betrag wird verlangt, wenn das Auto wiederkommt; auch eine spätere Zahlung gleicht ihn aus.',
    },
    suspect: {
      title: ({ count }) => n(count, { one: 'Ein Auto fuhr ungesehen hinaus', other: '# Autos fuhren ungesehen hinaus' }),
      text: 'Mit 0 abgeschlossen; bitte ansehen.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          one: 'Ein Auto wurde unbezahlt hinausgelassen, und niemand weiß welches',
          other: '# Autos wurden unbezahlt hinausgelassen, und niemand weiß welche',
        }),
      text: 'Niemand fand die Einfahrt, und niemand kam zu Hilfe. Das Auto zählt noch als drinnen: Suchen Sie eines, das nicht mehr herauskommt.',
    },
    freeFlow: {
      title: ({ count }) =>
        n(count, { one: 'Ein Auto fuhr bei offener Schranke hinaus', other: '# Autos fuhren bei offener Schranke hinaus' }),
      text: 'Eine Durchfahrt ohne Befehl: Die Schranke war oben, aufgedrückt oder von Hand geöffnet.',
    },
    noRates: { title: 'Noch keine Preise veröffentlicht', text: 'Die Boxen nehmen den Tarif aus ihrer eigenen Konfiguration.' },
    clone: {
      title: 'Vielleicht laufen zwei Boxen von einer Karte',
      text: 'Wurde eine Speicherkarte zurückgesetzt oder kopiert? Geben Sie Ihrer Box einen neuen Code: Ihre neuen Schlüssel sperren die andere aus.',
    },
    moneyDiffers: {
      title: 'Eine Box und die Bücher hier haben nicht dasselbe Geld',
      text: 'Den Grund nennen vielleicht ihre unlesbaren Ereignisse; nichts ist verloren, die Box behält alle ihre Zahlungen.',
    },
    alert: { title: 'Eine Box meldet etwas Seltsames', text: ({ detail }) => `Sie sagt: ${detail}` },
  },

  lanes: 'Spuren',
  noLane: 'Noch hat sich keine Spur gemeldet.',
  nobodyYet: 'noch niemand',
  held: (why) => `offen gehalten: ${why}`,
  arm: {
    passed: 'Auto durchgefahren',
    open: 'Schranke oben',
    opening: 'Schranke geht auf',
    closed: 'Schranke unten',
    closing: 'Schranke geht zu',
    fault: 'Schranke gestört',
    still: 'noch nicht bewegt',
  },

  byHour: 'Stunde für Stunde',
  revenueByHour: 'Einnahmen nach Stunden',
  howFull: 'Wie voll',
  most: (most) => `Höchstens ${most}`,
  mostOf: (most, capacity) => `Höchstens ${most} von ${capacity}`,
  insideByHour: (last) => `Autos drinnen nach Stunden, zuletzt ${last}.`,
  twoWeeks: 'Zwei Wochen',

  balance: 'Autos und Geld im Vergleich',
  leftThisDay: 'An diesem Tag hinausgefahren',
  cars: 'Autos',
  paid: 'Bezahlt',
  openArm: 'bei offener Schranke, Auto unbekannt',
  noCarKnown: 'unbezahlt hinausgelassen, Auto unbekannt',
  paidOther: 'bezahlt, an diesem Tag nicht hinausgefahren',
  stated: (count, amount) =>
    n(count, {
      one: `[stated:Eines dieser Autos] hatte keine Einfahrt verzeichnet: Der Fahrer sagte, wann es kam, und ${amount} beruhen auf diesem Wort.`,
      other: `[stated:# dieser Autos] hatten keine Einfahrt verzeichnet: Die Fahrer sagten, wann sie kamen, und ${amount} beruhen auf diesem Wort.`,
    }),

  help: 'Hilfe',
  noCallAnswered: 'Kein Ruf beantwortet',
  callsAnswered: (count, time) =>
    n(count, { one: `Ein Ruf beantwortet, nach ${time}`, other: `# Rufe beantwortet, die Hälfte davon binnen ${time}` }),
}
