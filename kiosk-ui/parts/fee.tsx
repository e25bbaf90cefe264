import type { QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import { feeRows } from '../words/fee-rows.ts'
import type { Scene } from './scene.ts'

/** Rough width of an amount in em: digits are tabular, the rest is narrower. */
const emWidth = (text: string) => [...text].reduce((sum, char) => sum + (/[\d\p{L}\p{Sc}]/u.test(char) ? 0.62 : 0.28), 0)

/** The amount as large as it fits: 160 where there is room, smaller for a long one. `room` is the width in design pixels. */
export function HugeAmount({ text, room, most = 160 }: { text: string; room: number; most?: number }) {
  const size = Math.floor(Math.min(most, room / emWidth(text)))
  return (
    <span class="huge" data-size={size} elementtiming="amount">
      {text}
    </span>
  )
}

/** How the fee came about, line by line, and the total with its tax. */
export function FeeTable({ quote, scene }: { quote: QuoteView; scene: Scene }) {
  const { speech } = scene
  const lines = feeRows(quote, speech)
  const vat = quote.vatBasisPoints > 0 ? speech.strings.pay.vat(speech.percent(quote.vatBasisPoints)) : ''
  return (
    <table class="fee" data-lines={Math.min(lines.length, 6)}>
      <tbody>
        {lines.map((line) => (
          <tr key={line.text}>
            <th scope="row" colSpan={line.amount === null ? 2 : 1}>
              {line.text}
            </th>
            {line.amount !== null && <td>{line.amount}</td>}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            <strong>{speech.strings.total}</strong> {vat}
          </th>
          <td>
            <strong>{speech.money(quote.amountMinor, quote.currency)}</strong>
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
