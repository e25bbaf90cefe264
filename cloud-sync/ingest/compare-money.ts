import { decimalText } from '@gatehouse/domain/money.ts'
import { addSums, type HelloReply, type HelloRequest, type MoneySum, sameSums } from '@gatehouse/domain/wire/sync.ts'
import { clearAlert } from '../store/fleet.ts'
import { bookedIn, noteMoneyCompared } from '../store/money-compared.ts'
import type { Sql } from '../store/sql.ts'
import { type IngestClock, raise } from './accept.ts'

/** what a box and the books disagree on; the owner's pages know it by this */
export const MONEY_DIFFERS = 'moneyDiffers'

/**
 * A piece of a box's money beside what the books have of the very same rows (rule S83). Undefined: the box does not ask, or is not sure yet
 * of what this database acknowledged.
 */
export async function compareMoney(tx: Sql, request: HelloRequest, incarnation: string, clock: IngestClock): Promise<HelloReply['money']> {
  const { money, device, site } = request
  if (!money || request.past || request.reconciledWith !== incarnation) return undefined
  const { epoch, after, upTo, sums, since, before } = money
  const books = await bookedIn(tx, { device, site }, { epoch, after, upTo })
  const isSame = sameSums(sums, books)
  const now = clock.now()
  await noteMoneyCompared(tx, device, {
    ...{ at: now, since },
    equal: isSame ? addSums(before, books) : before,
    differs: isSame ? null : { box: sums, books },
  })
  if (isSame) await clearAlert(tx, device, MONEY_DIFFERS, now)
  else
    await raise(tx, clock, request, {
      code: MONEY_DIFFERS,
      detail: `of the same rows the box has ${said(sums)}, the books here ${said(books)}`,
    })
  return { epoch, after, upTo, sums: [...books] }
}

const said = (sums: readonly MoneySum[]): string =>
  sums.length === 0
    ? 'no payment'
    : sums
        .map(
          ({ currency, count, sumMinor }) =>
            `${count} payment${count === 1 ? '' : 's'} of ${decimalText({ amountMinor: sumMinor, currency })} ${currency} together`,
        )
        .join(' and ')
