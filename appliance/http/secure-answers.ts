import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

const ownPagesOnly = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  // The simulator, on the same origin, shows the kiosk in a frame.
  frameAncestors: ["'self'"],
}

/**
 * Headers of every answer [H12]. A mounted application that sets its own policy keeps it (`overwrite: false`).
 * No HSTS: the box speaks plain HTTP on its own network.
 */
export const secureAnswers: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: ownPagesOnly,
  strictTransportSecurity: false,
  referrerPolicy: 'no-referrer',
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  overwrite: false,
})

/** The same policy for a page of ours that has its styles and its first script in itself: exactly these, by their hash [H12]. */
export function policyOf(page: string): string {
  const within = (kind: 'script' | 'style') =>
    [...page.matchAll(new RegExp(`<${kind}>(.*?)</${kind}>`, 'gs'))].map(
      ([, text]) =>
        `'sha256-${createHash('sha256')
          .update(text ?? '')
          .digest('base64')}'`,
    )
  const { scriptSrc, styleSrc } = ownPagesOnly
  const policy = { ...ownPagesOnly, scriptSrc: [...scriptSrc, ...within('script')], styleSrc: [...styleSrc, ...within('style')] }
  return Object.entries(policy)
    .map(([name, sources]) => `${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)} ${sources.join(' ')}`)
    .join('; ')
}
