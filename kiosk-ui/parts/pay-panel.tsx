import type { PayView, QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import { Qr } from './qr.tsx'
import type { Scene } from './scene.ts'

/** The code to pay with a phone, and the tag that the phone shows too. */
export function PayPanel({ pay, quote, scene }: { pay: PayView; quote: QuoteView; scene: Scene }) {
  const { pay: words } = scene.speech.strings
  if (pay.qrUrl === null) return null
  return (
    <section class="pay-panel">
      <Qr text={pay.qrUrl} label={words.qrLabel} />
      <p class="scan">
        <strong>{words.scan}</strong>
        <span>{words.withPhone}</span>
      </p>
      <p class="tag">
        {words.ticket} <strong dir="ltr">{quote.tag}</strong>
      </p>
    </section>
  )
}
