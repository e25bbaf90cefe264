import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('nl')

export const today: TodayWords = {
  day: 'Dag',
  dayBefore: 'De dag ervoor',
  dayAfter: 'De dag erna',

  soFar: {
    alone: (taken) => `Vandaag [money:${taken}].`,
    over: (taken, share, weekday) => `Vandaag [money:${taken}], ${share} meer dan vorige ${weekday} om deze tijd.`,
    under: (taken, share, weekday) => `Vandaag [money:${taken}], ${share} minder dan vorige ${weekday} om deze tijd.`,
    same: (taken, weekday) => `Vandaag [money:${taken}], evenveel als vorige ${weekday} om deze tijd.`,
  },
  past: {
    alone: (day, taken) => `${day}: [money:${taken}].`,
    over: (day, taken, share, weekday) => `${day}: [money:${taken}], ${share} meer dan de ${weekday} ervoor.`,
    under: (day, taken, share, weekday) => `${day}: [money:${taken}], ${share} minder dan de ${weekday} ervoor.`,
    same: (day, taken, weekday) => `${day}: [money:${taken}], evenveel als de ${weekday} ervoor.`,
  },
  placesTaken: (inside, capacity) => `[inside:${inside} van ${capacity} plaatsen bezet].`,
  noCarInside: '[inside:Geen auto binnen].',
  carsInside: (count) => n(count, { one: '[inside:Eén auto binnen].', other: '[inside:# auto’s binnen].' }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, { one: '# auto kwam', other: '# auto’s kwamen' })}], [left:${n(left, { one: '# vertrok', other: '# vertrokken' })}].`,
  nothingNeedsYou: 'Niets wacht op u.',
  thingsNeedYou: (count) => n(count, { one: '[needs:Eén ding wacht op u].', other: '[needs:# dingen wachten op u].' }),

  noBox: 'Hier is nog geen box aangemeld.',
  completeTo: (time) => `Volledig tot ${time}`,
  notComplete: 'Niet volledig',
  boxNever: (box) => `${box} heeft zich nog nooit gemeld.`,
  boxBehind: (box, time) => `${box} loopt ${time} achter.`,
  boxCatchingUp: (box, time) => `${box} loopt ${time} achter en haalt in.`,

  needsYou: 'Wacht op u',
  about: (amount) => `[about:ongeveer] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `Een bestuurder wacht op hulp: ${name}`,
      text: 'Open ter plaatse, of met: gatehouse open --lane …',
    },
    laneFault: { title: ({ name }) => `${name}: storing`, text: ({ detail }) => `Gemeld wordt: ${detail}` },
    laneHeld: { title: ({ name }) => `${name} wordt opengehouden`, text: ({ detail }) => `Reden: ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} is stil`,
      text: 'Hij werkt alleen door; zijn cijfers volgen als hij terug is.',
    },
    boxBehind: {
      title: ({ name }) => `${name} haalt in`,
      text: ({ count }) => n(count, { one: '# gebeurtenis is onderweg.', other: '# gebeurtenissen zijn onderweg.' }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} weet niet hoe laat het is`,
      text: 'Tot dan wordt met zijn eigen teller afgerekend.',
    },
    refundFailed: { title: 'Een terugbetaling is geweigerd', text: ({ detail }) => `${detail} Geef het geld met de hand terug.` },
    refundSlow: { title: 'Een terugbetaling duurt lang', text: ({ detail }) => `Al meer dan een uur geprobeerd: ${detail}.` },
    mismatch: { title: 'Er is een verkeerd bedrag betaald', text: 'Het gaat vanzelf terug naar de bestuurder.' },
    undelivered: {
      title: 'Met de telefoon betaald, ticket onbekend',
      text: 'De box heeft dit ticket nog niet gemeld; de betaling wacht erop.',
    },
    paidTwice: {
      title: 'Twee keer betaald aan de automaat',
      text: 'Een bestuurder heeft recht op dit bedrag; de kaartlezer kan het teruggeven.',
    },
    cardUnbooked: {
      title: 'Een kaart is belast en geen box heeft het geboekt',
      text: 'Staat de box uit? Hij boekt de betaling als hij terug is.',
    },
    mailStuck: {
      title: ({ count }) => n(count, { one: 'Een bon kan niet worden gemaild', other: '# bonnen kunnen niet worden gemaild' }),
      text: ({ detail }) => `${detail} Het wordt drie dagen lang opnieuw geprobeerd.`,
    },
    owed: {
      title: 'Onbetaald uitgelaten',
      text: 'Geen manier om te betalen werkte. Het bedrag wordt gevraagd als de auto terugkomt; een latere betaling lost het ook in.',
    },
    suspect: {
      title: ({ count }) => n(count, { one: 'Eén auto vertrok ongezien', other: '# auto’s vertrokken ongezien' }),
      text: 'Op 0 afgesloten; kijk het na.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          one: 'Eén auto is onbetaald uitgelaten, en niemand weet welke',
          other: '# auto’s zijn onbetaald uitgelaten, en niemand weet welke',
        }),
      text: 'Niemand vond de inrit en niemand kwam helpen. De auto telt nog als binnen: zoek er een die niet meer weggaat.',
    },
    freeFlow: {
      title: ({ count }) => n(count, { one: 'Eén auto reed uit bij open slagboom', other: '# auto’s reden uit bij open slagboom' }),
      text: 'Een doorgang zonder bevel: de slagboom stond open, was geforceerd of met de hand geopend.',
    },
    noRates: { title: 'Nog geen prijzen gepubliceerd', text: 'De boxen gebruiken het tarief uit hun eigen configuratie.' },
    clone: {
      title: 'Misschien draaien twee boxen op één kaart',
      text: 'Is een geheugenkaart teruggezet of gekopieerd? Geef uw box een nieuwe code: zijn nieuwe sleutels sluiten de andere uit.',
    },
    moneyDiffers: {
      title: 'Een box en de boeken hier hebben niet hetzelfde geld',
      text: 'Zijn onleesbare gebeurtenissen zeggen misschien waarom; niets is verloren, de box houdt al zijn betalingen.',
    },
    alert: { title: 'Een box meldt iets vreemds', text: ({ detail }) => `Hij zegt: ${detail}` },
  },

  lanes: 'Rijstroken',
  noLane: 'Nog geen rijstrook heeft zich gemeld.',
  nobodyYet: 'nog niemand',
  held: (why) => `opengehouden: ${why}`,
  arm: {
    passed: 'auto doorgereden',
    open: 'slagboom open',
    opening: 'slagboom gaat open',
    closed: 'slagboom dicht',
    closing: 'slagboom gaat dicht',
    fault: 'slagboom defect',
    still: 'nog niet bewogen',
  },

  byHour: 'Per uur',
  revenueByHour: 'Ontvangsten per uur',
  howFull: 'Hoe vol',
  most: (most) => `Hoogstens ${most}`,
  mostOf: (most, capacity) => `Hoogstens ${most} van ${capacity}`,
  insideByHour: (last) => `Auto’s binnen per uur, het laatst ${last}.`,
  twoWeeks: 'Twee weken',

  balance: 'Auto’s en geld naast elkaar',
  leftThisDay: 'Op deze dag vertrokken',
  cars: 'Auto’s',
  paid: 'Betaald',
  openArm: 'bij open slagboom, auto onbekend',
  noCarKnown: 'onbetaald uitgelaten, auto onbekend',
  paidOther: 'betaald, niet op deze dag vertrokken',
  stated: (count, amount) =>
    n(count, {
      one: `[stated:Eén van deze auto’s] had geen inrit in de boeken: de bestuurder zei wanneer hij kwam, en ${amount} rust op dat woord.`,
      other: `[stated:# van deze auto’s] hadden geen inrit in de boeken: de bestuurders zeiden wanneer ze kwamen, en ${amount} rust op dat woord.`,
    }),

  help: 'Hulp',
  noCallAnswered: 'Geen oproep beantwoord',
  callsAnswered: (count, time) =>
    n(count, { one: `Eén oproep beantwoord, binnen ${time}`, other: `# oproepen beantwoord, de helft binnen ${time}` }),
}
