import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('es')

export const lists: ListWords = {
  which: { entered: 'Entraron', left: 'Salieron', inside: 'Dentro ahora' },
  plate: 'Matrícula',
  none: 'Nada.',
  allOfThem: 'Todos',
  cars: (count) => n(count, { one: 'Un coche', other: '# coches' }),
  firstCars: (count) => n(count, { one: 'El primer coche', other: 'Los primeros # coches' }),
  carsPaid: (cars, amount) => `${cars}, ${amount} pagados.`,
  carsEndedPaid: (cars, how, amount) => `${cars}, ${how}: ${amount} pagados.`,
  stillInside: 'dentro',

  payments: (count) => n(count, { one: 'Un pago', other: '# pagos' }),
  newestPayments: (count) => n(count, { one: 'El último pago', other: 'Los últimos # pagos' }),
  paymentsSum: (payments, amount) => `${payments}, ${amount} en total.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} de ${from} a ${until}, ${amount} en total.`,
  wholeDay: 'Todo el día',
  allWays: 'todas',
  noTicket: 'ticket aún no comunicado',
  givenBack: (amount) => `devuelto: ${amount}`,
  goingBack: (amount) => `en devolución: ${amount}`,
  waitingForBox: 'espera al equipo',
  onItsWay: 'de camino al equipo',
  notAsked: 'No cobrado: tiempo gratis, descuentos y estancias sin pagar',

  notTaken: 'Nada de esto forma parte de [money:lo cobrado].',
  noGrant: 'No se dio nada.',
  granted: (count, by, time, amount) =>
    n(count, {
      one: `Se dio una vez (${by.merchants} por comercios, ${by.attendants} por el personal): ${time}, ${amount} menos pagados.`,
      other: `Se dio # veces (${by.merchants} por comercios, ${by.attendants} por el personal): ${time}, ${amount} menos pagados.`,
    }),
  attendant: 'personal',
  neverPriced: 'sin precio',
  unpaid: 'Estancias sin pagar',
  debt: {
    open: (amount, count) => `aún pendiente: ${amount} (${count})`,
    paid: (amount, count) => `pagado después: ${amount} (${count})`,
    waived: (amount, count) => `perdonado: ${amount} (${count})`,
  },
  debtOpen: 'pendiente',
  debtPaid: (time) => `pagado ${time}`,
  debtLetGo: (by) => `perdonado por ${by}`,

  nobodyWaits: 'Nadie espera ayuda.',
  driversWait: (count) => n(count, { one: 'Un conductor espera ayuda.', other: '# conductores esperan ayuda.' }),
  notYet: 'aún no',
  after: (time) => `tras ${time}`,
  nobodyCalled: 'Nadie llamó este día.',
  answerAt: 'Una llamada se atiende en el sitio:',

  column: {
    ...{ car: 'Coche', in: 'Entrada', out: 'Salida', stay: 'Estancia', ended: 'Cómo terminó', paid: 'Pagado' },
    ...{ when: 'Cuándo', how: 'Cómo', remark: 'Nota', amount: 'Importe', by: 'Quién', what: 'Qué', tookOff: 'Rebaja' },
    ...{ left: 'Salida', now: 'Ahora', owed: 'Debe', lane: 'Carril', called: 'Llamó', answered: 'Atendida', reason: 'Motivo' },
  },
}
