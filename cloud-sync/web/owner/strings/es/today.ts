import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('es')

export const today: TodayWords = {
  day: 'Día',
  dayBefore: 'El día anterior',
  dayAfter: 'El día siguiente',

  soFar: {
    alone: (taken) => `Hoy [money:${taken}].`,
    over: (taken, share, weekday) => `Hoy [money:${taken}], un ${share} más que el ${weekday} pasado a esta hora.`,
    under: (taken, share, weekday) => `Hoy [money:${taken}], un ${share} menos que el ${weekday} pasado a esta hora.`,
    same: (taken, weekday) => `Hoy [money:${taken}], lo mismo que el ${weekday} pasado a esta hora.`,
  },
  past: {
    alone: (day, taken) => `${day}: [money:${taken}].`,
    over: (day, taken, share, weekday) => `${day}: [money:${taken}], un ${share} más que el ${weekday} anterior.`,
    under: (day, taken, share, weekday) => `${day}: [money:${taken}], un ${share} menos que el ${weekday} anterior.`,
    same: (day, taken, weekday) => `${day}: [money:${taken}], lo mismo que el ${weekday} anterior.`,
  },
  placesTaken: (inside, capacity) => `[inside:${inside} de ${capacity} plazas ocupadas].`,
  noCarInside: '[inside:Ningún coche dentro].',
  carsInside: (count) => n(count, { one: '[inside:Un coche dentro].', other: '[inside:# coches dentro].' }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, { one: 'Entró # coche', other: 'Entraron # coches' })}], [left:${n(left, { one: 'salió #', other: 'salieron #' })}].`,
  nothingNeedsYou: 'Nada le espera.',
  thingsNeedYou: (count) => n(count, { one: '[needs:Una cosa le espera].', other: '[needs:# cosas le esperan].' }),

  noBox: 'Aquí no hay ningún equipo registrado todavía.',
  completeTo: (time) => `Completo hasta ${time}`,
  notComplete: 'Incompleto',
  boxNever: (box) => `${box} no ha enviado nada nunca.`,
  boxBehind: (box, time) => `${box} lleva ${time} de retraso.`,
  boxCatchingUp: (box, time) => `${box} lleva ${time} de retraso y se pone al día.`,

  needsYou: 'Le espera',
  about: (amount) => `[about:unos] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `Un conductor espera ayuda: ${name}`,
      text: 'Abra en el sitio, o con: gatehouse open --lane …',
    },
    laneFault: { title: ({ name }) => `${name}: avería`, text: ({ detail }) => `Aviso: ${detail}` },
    laneHeld: { title: ({ name }) => `${name} se mantiene abierto`, text: ({ detail }) => `Motivo: ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} no da señales`,
      text: 'Sigue trabajando por su cuenta; sus cifras llegarán cuando vuelva.',
    },
    boxBehind: {
      title: ({ name }) => `${name} se pone al día`,
      text: ({ count }) => n(count, { one: '# suceso está en camino.', other: '# sucesos están en camino.' }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} no sabe la hora`,
      text: 'Mientras tanto se cobra según su propio contador.',
    },
    refundFailed: { title: 'Una devolución fue rechazada', text: ({ detail }) => `${detail} Devuelva el dinero a mano.` },
    refundSlow: { title: 'Una devolución tarda mucho', text: ({ detail }) => `Se intenta desde hace más de una hora: ${detail}.` },
    mismatch: { title: 'Se pagó un importe equivocado', text: 'Vuelve solo al conductor.' },
    undelivered: {
      title: 'Pagado por móvil, ticket desconocido',
      text: 'El equipo aún no ha comunicado este ticket; el pago lo espera.',
    },
    paidTwice: { title: 'Pagado dos veces en el cajero', text: 'Se le debe este importe a un conductor; el datáfono puede devolverlo.' },
    cardUnbooked: {
      title: 'Se cobró a una tarjeta y ningún equipo lo ha anotado',
      text: '¿Está apagado el equipo? Anotará el pago cuando vuelva.',
    },
    mailStuck: {
      title: ({ count }) => n(count, { one: 'Un recibo no se puede enviar', other: '# recibos no se pueden enviar' }),
      text: ({ detail }) => `${detail} Se sigue intentando durante tres días.`,
    },
    owed: {
      title: 'Salió sin pagar',
      text: 'Ninguna forma de pago funcionó. Se pedirá cuando el coche vuelva; un pago posterior también lo salda.',
    },
    suspect: {
      title: ({ count }) => n(count, { one: 'Un coche salió sin ser visto', other: '# coches salieron sin ser vistos' }),
      text: 'Cerrado a 0 para que usted lo revise.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          one: 'Un coche salió sin pagar, y nadie sabe cuál',
          other: '# coches salieron sin pagar, y nadie sabe cuáles',
        }),
      text: 'Nadie encontró su entrada y nadie vino a ayudar. Aún cuenta como dentro: busque una estancia que no termina.',
    },
    freeFlow: {
      title: ({ count }) => n(count, { one: 'Un coche salió con la barrera abierta', other: '# coches salieron con la barrera abierta' }),
      text: 'Un paso sin orden: la barrera estaba levantada, forzada o abierta a mano.',
    },
    noRates: { title: 'Aún no hay precios publicados', text: 'Los equipos usan la tarifa de su propia configuración.' },
    clone: {
      title: 'Puede que dos equipos usen la misma tarjeta',
      text: '¿Se repuso o se copió una tarjeta de memoria? Dé a su equipo un código nuevo: sus claves nuevas dejan fuera al otro.',
    },
    moneyDiffers: {
      title: 'Un equipo y los libros de aquí no tienen el mismo dinero',
      text: 'Sus sucesos ilegibles quizá digan por qué; nada se ha perdido, el equipo guarda todos sus pagos.',
    },
    alert: { title: 'Un equipo avisa de algo raro', text: ({ detail }) => `Dice: ${detail}` },
  },

  lanes: 'Carriles',
  noLane: 'Aún no ha dado señales ningún carril.',
  nobodyYet: 'nadie todavía',
  held: (why) => `se mantiene abierto: ${why}`,
  arm: {
    passed: 'pasó un coche',
    open: 'barrera levantada',
    opening: 'barrera subiendo',
    closed: 'barrera bajada',
    closing: 'barrera bajando',
    fault: 'barrera averiada',
    still: 'aún sin mover',
  },

  byHour: 'Hora por hora',
  revenueByHour: 'Cobrado por hora',
  howFull: 'Ocupación',
  most: (most) => `Como mucho ${most}`,
  mostOf: (most, capacity) => `Como mucho ${most} de ${capacity}`,
  insideByHour: (last) => `Coches dentro por hora, al final ${last}.`,
  twoWeeks: 'Dos semanas',

  balance: 'Coches y dinero, frente a frente',
  leftThisDay: 'Salidas de este día',
  cars: 'Coches',
  paid: 'Pagado',
  openArm: 'con la barrera abierta, coche desconocido',
  noCarKnown: 'salió sin pagar, coche desconocido',
  paidOther: 'pagado, no salió este día',
  stated: (count, amount) =>
    n(count, {
      one: `[stated:Uno de estos coches] no tenía entrada anotada: el conductor dijo cuándo llegó, y ${amount} se apoyan en su palabra.`,
      other: `[stated:# de estos coches] no tenían entrada anotada: los conductores dijeron cuándo llegaron, y ${amount} se apoyan en su palabra.`,
    }),

  help: 'Ayuda',
  noCallAnswered: 'Ninguna llamada atendida',
  callsAnswered: (count, time) =>
    n(count, { one: `Una llamada atendida, en ${time}`, other: `# llamadas atendidas, la mitad en menos de ${time}` }),
}
