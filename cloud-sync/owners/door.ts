import { type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { isSession, SESSION_MS, sameSecret, sealSession } from './session-cookie.ts'

/** What is known of whoever asks. */
export interface Caller {
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  /** the host name that was asked for, without port */
  readonly hostname: string
  /** address at the other end, or null when the server cannot tell */
  readonly peer: string | null
}

export type Login =
  | { readonly ok: true; readonly cookie: string; readonly maxAgeSeconds: number }
  | { readonly ok: false; readonly reason: 'wrong' | 'tooMany' }

const MAX_TRIES = 10

/**
 * Who may see the owner's pages: whoever holds OWNER_TOKEN (its cookie, or `Authorization: Bearer`), or, where there is no
 * token, this machine's own browser. After ten wrong tries in a minute, from anyone, the door stays shut for that minute.
 */
export function makeDoor({ token, now }: { readonly token: string | null; readonly now: () => EpochMs }) {
  let wrong: EpochMs[] = []
  return {
    guarded: token !== null,
    admits(caller: Caller): 'in' | 'login' | 'notHere' {
      if (token === null) return isLocal(caller) ? 'in' : 'notHere'
      const bearer = /^Bearer (\S{1,500})$/.exec(caller.authorization ?? '')?.[1]
      const known = bearer === undefined ? isSession(caller.cookie, token, now()) : sameSecret(bearer, token)
      return known ? 'in' : 'login'
    },
    login(typed: string): Login {
      wrong = wrong.filter((at) => now() - at < MINUTE_MS)
      if (wrong.length >= MAX_TRIES) return { ok: false, reason: 'tooMany' }
      if (token !== null && sameSecret(typed.trim(), token)) {
        return { ok: true, cookie: sealSession(token, now()), maxAgeSeconds: SESSION_MS / 1000 }
      }
      wrong.push(now())
      return { ok: false, reason: 'wrong' }
    },
  }
}

/** The name asked for must be this machine's too: a web page elsewhere may not reach in by pointing its own name here. */
function isLocal({ hostname, peer }: Caller): boolean {
  const localName = hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\.[\d.]+$/.test(hostname) || hostname === '[::1]'
  return localName && peer !== null && (/^(::ffff:)?127\./.test(peer) || peer === '::1')
}
