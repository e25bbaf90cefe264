import { counting } from '../count.ts'
import type { PricesWords } from '../en/prices.ts'

const n = counting('es')

export const prices: PricesWords = {
  check: 'Comprobar',
  publish: 'Publicar',
  published: (version) => `La versión ${version} está publicada y va de camino a todos los equipos.`,
  mayNotPublish:
    'Cambie lo que quiera y vea cuánto costarían las estancias: aquí no publica nada. Eso lo hacen los gestores y los propietarios.',
  keeps:
    'Un coche conserva los precios que valían cuando entró, salvo que los nuevos digan que también los pagan los coches que están dentro.',
  nothingPublished: 'Todavía no hay nada publicado: cada equipo usa la tarifa de su propia configuración. Publique para sustituirla.',
  inForceSince: (version, name, since) => `La versión ${version}, «${name}», está en vigor desde el ${since}.`,
  hasIt: (box) => `${box} la tiene.`,
  hasItNot: (box) => `${box} todavía no la tiene.`,
  hasItNotBehind: (box, behind) => `${box} todavía no la tiene; va con ${behind} de retraso.`,

  beginReady: 'Empezar con una tarifa preparada',
  ready: {
    'city-garage': {
      title: 'Aparcamiento de ciudad',
      about: '3,00 la hora en pasos de 20 minutos, de noche 5,00 como máximo, al día 24,00 como máximo.',
    },
    airport: {
      title: 'Aeropuerto, cerca de la terminal',
      about: 'La primera hora cara, 4,00 por cada hora más, 30,00 como máximo cada 24 horas.',
    },
    hospital: {
      title: 'Hospital, con media hora gratis',
      about: 'Media hora gratis para todos, luego 1,00 la hora, 6,00 como máximo al día.',
    },
    'hotel-overnight': {
      title: 'Hotel con paquete de noche',
      about: '2,50 la hora, 25,00 como máximo cada 24 horas; desde la tarde hasta el mediodía 18,00.',
    },
    'event-arena': {
      title: 'Pabellón en día de concierto',
      about: '2,00 la hora; en las noches indicadas 15,00 por el evento, se llegue cuando se llegue.',
    },
    supermarket: {
      title: 'Supermercado, gratis para clientes',
      about: 'Media hora para dar la vuelta; luego 2,00 cada media hora, de las que la caja descuenta 90 minutos.',
    },
    'street-zone': {
      title: 'Zona de calle con estancia máxima',
      about: 'De lunes a sábado de 9 a 18 horas 0,50 el cuarto de hora; más de dos horas seguidas cuestan 25,00 más.',
    },
    'france-quarter-hours': {
      title: 'Francia: por cuartos de hora',
      about: '0,80 por cada cuarto de hora empezado, la mitad pasadas cuatro horas, 28,00 como máximo cada 24 horas.',
    },
    'spain-per-minute': {
      title: 'España: por minutos',
      about: '0,04 el minuto, 20,00 como máximo cada 24 horas.',
    },
    'us-lot-early-bird': {
      title: 'Aparcamiento de EE. UU. con tramos y tarifa temprana',
      about: '8, 14, 20 y 25 dólares según la duración; en días laborables, entrar antes de las 9 y salir antes de las 19: 12.',
    },
  },

  comesTo: 'En qué resulta',
  mustPutRight: (count) =>
    n(count, {
      one: 'Hay que corregir una cosa antes de publicar.',
      other: 'Hay que corregir # cosas antes de publicar.',
    }),
  lookFirst: (count) =>
    n(count, {
      one: 'Se puede publicar. Mire antes la observación.',
      other: 'Se puede publicar. Mire antes las # observaciones.',
    }),
  canPublish: 'Se puede publicar.',
  stayOf: 'Estancia',
  now: 'ahora',
  afterwards: 'después',
  evening: 'Tarde',
  night: 'Noche',
  weekend: 'Fin de semana',
  backTest: (stays, days, then, now) =>
    `${n(stays, { one: '# estancia', other: '# estancias' })} de los últimos ${days} días: ${then} en total en vez de ${now}`,

  everyVersion: 'Todas las versiones',
  version: (version) => `Versión ${version}`,
  column: { version: 'Versión', state: 'Estado', from: 'Desde', prices: 'Precios', published: 'Publicada', again: 'Otra vez' },
  state: { inForce: 'en vigor', coming: 'próxima', past: 'sustituida' },
  publishedBy: (time, who) => `${time} por ${who}`,
  useAgain: 'Usar otra vez',
  free: 'nada',
  per: (amount, time) => `${amount} cada ${time}`,
  freeThen: (minutes, price) => `${minutes} min gratis, luego ${price}`,
  atMost: (price, amount) => `${price}, ${amount} como máximo al día`,

  form: {
    stay: 'Estancia',
    freeMinutes: 'Primeros minutos gratis',
    freeIsGrace: 'quien se queda más paga desde el principio',
    addLine: 'Añadir una línea',
    line: (number) => `Línea ${number}`,
    from: 'De h:mm',
    until: 'a h:mm',
    noEnd: 'sin fin',
    charged: 'se cobra',
    kind: { incrementingRate: 'por tramo empezado', flatRateTier: 'una vez por todo el tramo', flatRate: 'una vez, al llegar' },
    minutes: 'minutos',
    amount: 'importe',
    remove: 'Quitar',
    removeNamed: (name) => `Quitar ${name}`,

    maximum: 'Máximo',
    cap: { none: 'sin máximo', calendarDay: 'por día natural', rolling: 'por 24 horas de estancia' },
    capAmount: (currency) => `Importe (${currency})`,
    reentry: 'quien vuelve el mismo día, o dentro de las 24 horas, lo comparte',

    windows: 'Noches, fines de semana, eventos',
    windowsNote: 'En estos horarios valen sus propios precios. Donde dos se cruzan, cuenta el de arriba.',
    addWindow: 'Añadir un horario con precios propios',
    otherTimes: 'Otros horarios',
    nightName: 'Noche',
    nameForDrivers: 'Nombre, como lo leen los conductores',
    atMostEach: 'Cada vez como máximo (vacío: sin)',
    days: 'Días',
    fromTime: 'De',
    untilTime: 'a',
    onlyDates: 'Solo en estas fechas (vacío: siempre)',

    packages: 'Paquetes',
    packagesNote: 'Un precio para quien llega y sale a tiempo, como una tarifa temprana. Nadie paga más por él.',
    addPackage: 'Añadir un paquete',
    package: 'Paquete',
    earlyBird: 'Tarifa temprana',
    price: 'Precio',
    leaveBy: 'Salir antes de',
    leaveDays: 'días después (0: el mismo día)',

    rest: 'Lo demás',
    exitGrace: 'Minutos para salir tras pagar',
    vat: 'IVA incluido, %',
    overstayAfter: 'Estancia máxima h:mm (vacío: ninguna)',
    overstayAmount: 'Si es más larga, cuesta además',
    overstayName: 'Cómo se llama eso',
    name: 'Nombre de esta versión',
    when: 'En vigor desde (vacío: ya)',
    cut: 'los coches que están dentro pagan estos precios desde entonces; sin marcar, conservan los suyos hasta el final',

    vehicles: 'Otros vehículos',
    vehiclesNote:
      'En % de lo que paga un coche; vacío: como un coche. El carril dice qué entra (vehicle_class en site.toml), o lo dice el empleado.',
    keepsOwn: (vehicle) => `${vehicle} (precios propios, se conservan mientras esté vacío)`,
  },

  atLine: (number, problem) => `Línea ${number}: ${problem}`,
  problem: {
    amount: 'Escriba un importe, como 2,50.',
    amountOrEmpty: 'Escriba un importe, como 6,00, o déjelo vacío.',
    minutes: 'Escriba minutos enteros, como 15.',
    percent: 'Escriba un porcentaje, como 19.',
    share: 'Escriba un porcentaje entero, como 150, o déjelo vacío.',
    clock: 'Escriba una hora, como 20:00.',
    length: 'Escriba una duración como h:mm, por ejemplo 0:00 o 2:30.',
    lengthOrEmpty: 'Escriba una duración como h:mm, o déjelo vacío.',
    dates: 'Escriba fechas como 2026-07-14, 2026-12-24 – 2026-12-26.',
    days: 'Marque al menos un día.',
    leaveDays: 'Escriba de 0 a 6 días.',
    start: 'Escriba una fecha y una hora, o déjelo vacío.',
    startPast: 'Los precios no pueden empezar en el pasado: a los coches se les dijeron otros.',
    startFar: 'Faltan más de dos años.',

    noLines: 'No hay líneas de precio: toda estancia es gratis.',
    notInteger: 'El importe es más fino que la moneda más pequeña.',
    negative: 'Un tiempo o un importe es menor que cero.',
    emptySpan: 'La línea acaba antes de empezar.',
    stepTooSmall: 'Un tramo dura menos de un minuto.',
    partialStep: 'El último tramo es más corto que los demás, pero cuesta lo mismo.',
    overlap: (from, until) => `La línea empieza en ${from}, dentro de otra que acaba en ${until}.`,
    gap: (from, until) => `De ${from} a ${until} de la estancia no se cobra nada.`,
    stayEndsFree: (after) => `Después de ${after} la estancia ya no cuesta nada.`,
    capBelowStep: 'El máximo es menor que un solo precio.',
    capPeriod: 'El periodo del máximo es menor de una hora.',
    capPeriodNotADay: (period) => `El máximo vale por ${period} h, no por 24 horas.`,
    noTransitions: 'Faltan los cambios de hora de la zona horaria.',
    transitionsUnordered: 'Los cambios de hora de la zona horaria no están en orden.',
    transitionsLate: 'Los cambios de hora de la zona horaria solo se conocen desde después de empezar los precios.',
    vat: 'El IVA está entre 0 y 50 %.',
    currency: 'La moneda no es un código como EUR.',
    freeNegative: 'El tiempo gratis es menor que cero.',
    graceShort: 'Los conductores tienen menos de 5 minutos para salir tras pagar.',
    franceStep: 'En Francia las estancias de menos de 12 horas se cobran en pasos de 15 minutos como máximo.',
    spainPerMinute: 'En España la estancia se cobra por minutos, sin redondeos.',
    portugalStep: 'En Portugal la estancia se cobra en periodos de 15 minutos como máximo.',
    windowHidden: 'Un horario anterior vale siempre en su lugar.',
    datesOver: 'Todas sus fechas habrán pasado antes de que empiecen los precios.',
    leavesBeforeEntry: 'Habría que haber salido antes de poder entrar.',
    overstayWithinFree: 'Una estancia es demasiado larga antes de que acabe su tiempo gratis.',
  },
}
