import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('it')

export const today: TodayWords = {
  day: 'Giorno',
  dayBefore: 'Il giorno prima',
  dayAfter: 'Il giorno dopo',

  soFar: {
    alone: (taken) => `Oggi [money:${taken}].`,
    over: (taken, share, weekday) => `Oggi [money:${taken}], ${share} in più rispetto a ${weekday} della settimana scorsa a quest’ora.`,
    under: (taken, share, weekday) => `Oggi [money:${taken}], ${share} in meno rispetto a ${weekday} della settimana scorsa a quest’ora.`,
    same: (taken, weekday) => `Oggi [money:${taken}], come ${weekday} della settimana scorsa a quest’ora.`,
  },
  past: {
    alone: (day, taken) => `${day}: [money:${taken}].`,
    over: (day, taken, share, weekday) => `${day}: [money:${taken}], ${share} in più rispetto a ${weekday} della settimana prima.`,
    under: (day, taken, share, weekday) => `${day}: [money:${taken}], ${share} in meno rispetto a ${weekday} della settimana prima.`,
    same: (day, taken, weekday) => `${day}: [money:${taken}], come ${weekday} della settimana prima.`,
  },
  placesTaken: (inside, capacity) => `[inside:${inside} posti occupati su ${capacity}].`,
  noCarInside: '[inside:Nessuna auto dentro].',
  carsInside: (count) => n(count, { one: '[inside:Un’auto dentro].', other: '[inside:# auto dentro].' }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, { one: '# auto entrata', other: '# auto entrate' })}], [left:${n(left, { one: '# uscita', other: '# uscite' })}].`,
  nothingNeedsYou: 'Niente La aspetta.',
  thingsNeedYou: (count) => n(count, { one: '[needs:Una cosa La aspetta].', other: '[needs:# cose La aspettano].' }),

  noBox: 'Qui non è ancora registrata nessuna centralina.',
  completeTo: (time) => `Completo fino a: ${time}`,
  notComplete: 'Incompleto',
  boxNever: (box) => `${box} non ha mai inviato nulla.`,
  boxBehind: (box, time) => `${box} è in ritardo di ${time}.`,
  boxCatchingUp: (box, time) => `${box} è in ritardo di ${time} e sta recuperando.`,

  needsYou: 'Aspetta Lei',
  about: (amount) => `[about:circa] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `Un conducente aspetta aiuto: ${name}`,
      text: 'Apra sul posto, oppure con: gatehouse open --lane …',
    },
    laneFault: { title: ({ name }) => `${name}: guasto`, text: ({ detail }) => `Segnala: ${detail}` },
    laneHeld: { title: ({ name }) => `${name} è tenuta aperta`, text: ({ detail }) => `Motivo: ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} non dà segni`,
      text: 'Continua a lavorare da sola; le sue cifre arriveranno al suo ritorno.',
    },
    boxBehind: {
      title: ({ name }) => `${name} sta recuperando`,
      text: ({ count }) => n(count, { one: '# evento è in viaggio.', other: '# eventi sono in viaggio.' }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} non sa l’ora`,
      text: 'Fino ad allora le soste si contano con il suo contatore.',
    },
    refundFailed: { title: 'Un rimborso è stato rifiutato', text: ({ detail }) => `${detail} Restituisca il denaro a mano.` },
    refundSlow: { title: 'Un rimborso va per le lunghe', text: ({ detail }) => `Si prova da più di un’ora: ${detail}.` },
    mismatch: { title: 'È stato pagato un importo sbagliato', text: 'Torna da solo al conducente.' },
    undelivered: {
      title: 'Pagato con il telefono, biglietto sconosciuto',
      text: 'La centralina non ha ancora comunicato questo biglietto; il pagamento lo aspetta.',
    },
    paidTwice: {
      title: 'Pagato due volte alla cassa',
      text: 'Questo importo spetta a un conducente; il lettore di carte può restituirlo.',
    },
    cardUnbooked: {
      title: 'Una carta è stata addebitata e nessuna centralina l’ha registrata',
      text: 'La centralina è spenta? Registrerà il pagamento al suo ritorno.',
    },
    mailStuck: {
      title: ({ count }) => n(count, { one: 'Una ricevuta non parte', other: '# ricevute non partono' }),
      text: ({ detail }) => `${detail} Si riprova per tre giorni.`,
    },
    owed: {
      title: 'Uscita senza pagare',
      text: 'Nessun modo di pagare ha funzionato. L’importo sarà chiesto quando l’auto torna; anche un pagamento successivo lo salda.',
    },
    suspect: {
      title: ({ count }) => n(count, { one: 'Un’auto è uscita senza essere vista', other: '# auto sono uscite senza essere viste' }),
      text: 'Chiusa a 0, da controllare.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          one: 'Un’auto è uscita senza pagare, e nessuno sa quale',
          other: '# auto sono uscite senza pagare, e nessuno sa quali',
        }),
      text: 'Nessuno ha trovato il suo ingresso e nessuno è venuto ad aiutare. Conta ancora come dentro: cerchi una sosta che non finisce.',
    },
    freeFlow: {
      title: ({ count }) => n(count, { one: 'Un’auto è uscita a sbarra aperta', other: '# auto sono uscite a sbarra aperta' }),
      text: 'Un passaggio senza comando: la sbarra era alzata, forzata o aperta a mano.',
    },
    noRates: { title: 'Nessun prezzo ancora pubblicato', text: 'Le centraline usano la tariffa della propria configurazione.' },
    clone: {
      title: 'Forse due centraline usano la stessa scheda',
      text: 'Una scheda di memoria è stata ripristinata o copiata? Dia alla Sua centralina un nuovo codice: le nuove chiavi escludono l’altra.',
    },
    moneyDiffers: {
      title: 'Una centralina e i conti qui non hanno lo stesso denaro',
      text: 'Forse i suoi eventi illeggibili dicono perché; niente è perso, la centralina tiene tutti i suoi pagamenti.',
    },
    alert: { title: 'Una centralina segnala qualcosa di strano', text: ({ detail }) => `Dice: ${detail}` },
  },

  lanes: 'Corsie',
  noLane: 'Nessuna corsia ha ancora dato segni.',
  nobodyYet: 'ancora nessuno',
  held: (why) => `tenuta aperta: ${why}`,
  arm: {
    passed: 'auto passata',
    open: 'sbarra alzata',
    opening: 'sbarra in salita',
    closed: 'sbarra abbassata',
    closing: 'sbarra in discesa',
    fault: 'sbarra guasta',
    still: 'ancora ferma',
  },

  byHour: 'Ora per ora',
  revenueByHour: 'Incasso per ora',
  howFull: 'Quanto è pieno',
  most: (most) => `Al massimo ${most}`,
  mostOf: (most, capacity) => `Al massimo ${most} su ${capacity}`,
  insideByHour: (last) => `Auto dentro ora per ora, alla fine ${last}.`,
  twoWeeks: 'Due settimane',

  balance: 'Auto e denaro a confronto',
  leftThisDay: 'Uscite in questo giorno',
  cars: 'Auto',
  paid: 'Pagato',
  openArm: 'a sbarra aperta, auto sconosciuta',
  noCarKnown: 'uscita senza pagare, auto sconosciuta',
  paidOther: 'pagato, non uscita in questo giorno',
  stated: (count, amount) =>
    n(count, {
      one: `[stated:Una di queste auto] non aveva un ingresso registrato: il conducente ha detto quando è arrivata, e ${amount} poggiano sulla sua parola.`,
      other: `[stated:# di queste auto] non avevano un ingresso registrato: i conducenti hanno detto quando sono arrivate, e ${amount} poggiano sulla loro parola.`,
    }),

  help: 'Aiuto',
  noCallAnswered: 'Nessuna chiamata a cui si è risposto',
  callsAnswered: (count, time) =>
    n(count, { one: `Risposto a una chiamata, entro ${time}`, other: `Risposto a # chiamate, alla metà entro ${time}` }),
}
