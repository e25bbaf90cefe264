import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('pt')

export const lists: ListWords = {
  which: { entered: 'Entraram', left: 'Saíram', inside: 'Dentro agora' },
  plate: 'Matrícula',
  none: 'Nada.',
  allOfThem: 'Todos',
  cars: (count) => n(count, { one: '# carro', other: '# carros' }),
  firstCars: (count) => n(count, { one: 'O primeiro carro', other: 'Os primeiros # carros' }),
  carsPaid: (cars, amount) => `${cars}, ${amount} pagos.`,
  carsEndedPaid: (cars, how, amount) => `${cars}, ${how}: ${amount} pagos.`,
  stillInside: 'dentro',

  payments: (count) => n(count, { one: '# pagamento', other: '# pagamentos' }),
  newestPayments: (count) => n(count, { one: 'O último pagamento', other: 'Os últimos # pagamentos' }),
  paymentsSum: (payments, amount) => `${payments}, ${amount} no total.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} das ${from} às ${until}, ${amount} no total.`,
  wholeDay: 'Todo o dia',
  allWays: 'todas',
  noTicket: 'bilhete ainda não comunicado',
  givenBack: (amount) => `devolvido: ${amount}`,
  goingBack: (amount) => `em devolução: ${amount}`,
  waitingForBox: 'espera pelo equipamento',
  onItsWay: 'a caminho do equipamento',
  notAsked: 'Não cobrado: tempo grátis, descontos e estadias por pagar',

  notTaken: 'Nada disto faz parte do [money:que foi recebido].',
  noGrant: 'Nada foi dado.',
  granted: (count, by, time, amount) =>
    n(count, {
      one: `Dado # vez (${by.merchants} por lojas, ${by.attendants} pelo pessoal): ${time}, ${amount} pagos a menos.`,
      other: `Dado # vezes (${by.merchants} por lojas, ${by.attendants} pelo pessoal): ${time}, ${amount} pagos a menos.`,
    }),
  attendant: 'pessoal',
  neverPriced: 'sem preço',
  unpaid: 'Estadias por pagar',
  debt: {
    open: (amount, count) => `ainda em dívida: ${amount} (${count})`,
    paid: (amount, count) => `pago depois: ${amount} (${count})`,
    waived: (amount, count) => `perdoado: ${amount} (${count})`,
  },
  debtOpen: 'em dívida',
  debtPaid: (time) => `pago ${time}`,
  debtLetGo: (by) => `perdoado por ${by}`,

  nobodyWaits: 'Ninguém espera ajuda.',
  driversWait: (count) => n(count, { one: '# condutor espera ajuda.', other: '# condutores esperam ajuda.' }),
  notYet: 'ainda não',
  after: (time) => `após ${time}`,
  nobodyCalled: 'Ninguém chamou neste dia.',
  answerAt: 'Uma chamada atende-se no local:',

  column: {
    ...{ car: 'Carro', in: 'Entrada', out: 'Saída', stay: 'Estadia', ended: 'Como acabou', paid: 'Pago' },
    ...{ when: 'Quando', how: 'Como', remark: 'Nota', amount: 'Valor', by: 'Por', what: 'O quê', tookOff: 'Desconto' },
    ...{ left: 'Saída', now: 'Agora', owed: 'Em dívida', lane: 'Via', called: 'Chamada', answered: 'Atendida', reason: 'Motivo' },
  },
}
