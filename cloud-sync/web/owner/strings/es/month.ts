import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('es')

export const month: MonthWords = {
  month: 'Mes',
  monthBefore: 'El mes anterior',
  monthAfter: 'El mes siguiente',
  show: 'Mostrar',
  soFar: (month) => `${month}, hasta ahora`,
  cars: (count) => n(count, { one: '# coche entró', other: '# coches entraron' }),

  compared: 'En comparación',
  upToNow: 'Los otros meses hasta el mismo día y la misma hora.',
  nothingThen: 'nada registrado',

  byDay: 'Día a día',
  taken: 'Cobrado',
  how: 'Cómo se pagó',
  number: 'Pagos',
  amount: 'Importe',
  together: 'Total',
  unbooked: (amount) => `De ello, ${amount} se pagaron por móvil y van de camino al equipo.`,
  refunded: (amount) => `Se devolvieron ${amount} a conductores; no están en estas cifras.`,

  vat: 'IVA',
  vatColumn: 'IVA',
  rate: 'Tipo',
  net: 'Sin IVA',
  gross: 'Con IVA',
  vatRounded: 'La suma de lo que dicen los recibos, cada uno redondeado por separado.',
  vatUnknown: 'aún no se sabe',
  vatFollows: 'Pagado por móvil por precios que ningún equipo ha comunicado aún: su IVA llegará después.',

  notAsked: 'No cobrado',
  notTaken: 'Nada de esto forma parte de lo cobrado.',
  grants: 'Tiempo gratis y descuentos',
  neverPriced: (count) =>
    n(count, {
      one: '# estancia nunca tuvo precio y no se cuenta en dinero.',
      other: '# estancias nunca tuvieron precio y no se cuentan en dinero.',
    }),
  leftUnpaid: 'Salieron sin pagar',
  stillOwed: 'aún pendiente',
  paidSince: 'pagado después',
  letGo: 'perdonado',

  fullness: 'Ocupación',
  fullnessNote: 'Coches dentro al final de cada hora, de media.',
  peak: (most, capacity) => `Como máximo ${most}${capacity === null ? '' : ` de ${capacity}`} a la vez.`,
  hour: 'Hora',

  stays: 'Cuánto se quedaron',
  half: (length) => `La mitad se quedó ${length} como máximo.`,
  below: (length) => `menos de ${length}`,
  from: (length) => `${length} o más`,
  paid: 'Pagado',
  ended: 'Cómo terminaron',

  everyPark: 'Todos los aparcamientos',
  park: 'Aparcamiento',
  completeTo: (time) => `completo hasta ${time}`,
  neverComplete: 'incompleto',
  download: 'Descargar como CSV',
  downloadNote: 'Una línea por día, forma de pago y tipo de IVA.',
}
