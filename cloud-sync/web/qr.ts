import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { create } from 'qrcode'

/** A QR code as one drawing, dark modules as a path, with the quiet zone a reader needs. `label`: what it says, for those who do not see it. */
export function qrMarkup(text: string, label: string): HtmlEscapedString | Promise<HtmlEscapedString> {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 8
  const dark: string[] = []
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) dark.push(`M${x + 4} ${y + 4}h1v1h-1z`)
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}"><rect width="${side}" height="${side}" fill="#fff"/><path d="${raw(dark.join(''))}" fill="#000"/></svg>`
}
