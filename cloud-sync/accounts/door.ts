import { type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { Who } from '@gatehouse/domain/wire/owner-people.ts'
import { sameSecret, sealTokenCookie, TOKEN_COOKIE_MS, tokenTypedAt } from './token-cookie.ts'

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

export interface DoorDeps {
  readonly token: string | null
  readonly now: () => EpochMs
  /** whose browser that cookie is of; null: nobody's */
  readonly personOf: (cookie: string) => Promise<Who | null>
}

const MAX_TRIES = 10
/** how long a proof of who somebody is stands for what is hard to undo */
const FRESH_MS = 10 * MINUTE_MS

/**
 * Who may see the owner's pages: people with an account, by the cookie of their browser; the operator, who holds OWNER_TOKEN (its
 * cookie, or `Authorization: Bearer`); and, where there is no token, whoever sits at this very machine. After ten wrong tokens in a
 * minute, from anyone, that door stays shut for the minute.
 */
export function makeDoor({ token, now, personOf }: DoorDeps) {
  let wrong: EpochMs[] = []
  const operator = (provedAt: EpochMs): Who => ({ name: 'owner', role: 'owner', sites: null, person: null, provedAt, language: null })
  return {
    guarded: token !== null,
    /** they have proved lately who they are */
    fresh: (who: Who): boolean => now() - who.provedAt < FRESH_MS,
    async admits(caller: Caller): Promise<Who | 'login' | 'notHere'> {
      const bearer = /^Bearer (\S{1,500})$/.exec(caller.authorization ?? '')?.[1]
      if (bearer !== undefined && token !== null) return sameSecret(bearer, token) ? operator(now()) : 'login'
      const person = caller.cookie === undefined ? null : await personOf(caller.cookie)
      if (person) return person
      if (token === null) return isLocal(caller) ? operator(now()) : 'notHere'
      const typedAt = tokenTypedAt(caller.cookie, token, now())
      return typedAt === null ? 'login' : operator(typedAt)
    },
    login(typed: string): Login {
      wrong = wrong.filter((at) => now() - at < MINUTE_MS)
      if (wrong.length >= MAX_TRIES) return { ok: false, reason: 'tooMany' }
      if (token !== null && sameSecret(typed.trim(), token)) {
        return { ok: true, cookie: sealTokenCookie(token, now()), maxAgeSeconds: TOKEN_COOKIE_MS / 1000 }
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
