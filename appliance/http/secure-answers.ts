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
