import { qrPath } from './qr-path.ts'

/** A QR code, always dark on white: a phone at night must read it in the dark theme too. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { side, path } = qrPath(text)
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges" data-side={side}>
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
