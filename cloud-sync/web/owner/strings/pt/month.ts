import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('pt')

export const month: MonthWords = {
  month: 'Mês',
  monthBefore: 'O mês anterior',
  monthAfter: 'O mês seguinte',
  show: 'Mostrar',
  soFar: (month) => `${month}, até agora`,
  cars: (count) => n(count, { one: '# carro entrou', other: '# carros entraram' }),

  compared: 'Em comparação',
  upToNow: 'Os outros meses até ao mesmo dia e à mesma hora.',
  nothingThen: 'nada registado',

  byDay: 'Dia a dia',
  taken: 'Recebido',
  how: 'Como foi pago',
  number: 'Pagamentos',
  amount: 'Montante',
  together: 'Total',
  unbooked: (amount) => `Destes, ${amount} foram pagos por telemóvel e vão a caminho do equipamento.`,
  refunded: (amount) => `${amount} foram devolvidos a condutores; não fazem parte destes números.`,

  vat: 'IVA',
  vatColumn: 'IVA',
  rate: 'Taxa',
  net: 'Sem IVA',
  gross: 'Com IVA',
  vatRounded: 'A soma do que está nos recibos, cada um arredondado por si.',
  vatUnknown: 'ainda não se sabe',
  vatFollows: 'Pago por telemóvel por preços que nenhum equipamento comunicou ainda: o IVA segue depois.',

  notAsked: 'Não cobrado',
  notTaken: 'Nada disto faz parte do que foi recebido.',
  grants: 'Tempo grátis e descontos',
  neverPriced: (count) =>
    n(count, {
      one: '# estadia nunca teve preço e não é contada em dinheiro.',
      other: '# estadias nunca tiveram preço e não são contadas em dinheiro.',
    }),
  leftUnpaid: 'Saíram sem pagar',
  stillOwed: 'ainda em dívida',
  paidSince: 'pago depois',
  letGo: 'perdoado',

  fullness: 'Ocupação',
  fullnessNote: 'Carros dentro no fim de cada hora, em média.',
  peak: (most, capacity) => `No máximo ${most}${capacity === null ? '' : ` de ${capacity}`} ao mesmo tempo.`,
  hour: 'Hora',

  stays: 'Quanto tempo ficaram',
  half: (length) => `Metade ficou ${length} no máximo.`,
  below: (length) => `menos de ${length}`,
  from: (length) => `${length} ou mais`,
  paid: 'Pago',
  ended: 'Como terminaram',

  everyPark: 'Todos os parques',
  park: 'Parque',
  completeTo: (time) => `completo até ${time}`,
  neverComplete: 'incompleto',
  download: 'Transferir como CSV',
  downloadNote: 'Uma linha por dia, forma de pagamento e taxa de IVA.',
}
