import { describe, expect, it } from 'vitest'
import { makeDoor } from './door.ts'

const HOUR = 3_600_000
const now = Date.parse('2026-11-22T10:00:00Z')
const caller = { authorization: undefined, cookie: undefined, hostname: 'localhost', peer: '127.0.0.1' }
const nobody = { personOf: async () => null }
const operator = { name: 'owner', role: 'owner', sites: null, person: null, language: null }

describe('the operator’s door', () => {
  it('[O1] without a token lets in this machine only, under its own names only', async () => {
    const door = makeDoor({ token: null, now: () => now, ...nobody })
    expect(await door.admits(caller)).toEqual({ ...operator, provedAt: now })
    expect(await door.admits({ ...caller, hostname: '[::1]', peer: '::1' })).toMatchObject(operator)
    for (const over of [{ peer: '192.168.1.7' }, { peer: null }, { hostname: 'cloud.example' }, { hostname: '127.0.0.1.evil.example' }])
      expect(await door.admits({ ...caller, ...over })).toBe('notHere')
  })

  it('[O1] with a token lets in its cookie and its bearer, from anywhere, until they expire', async () => {
    let time = now
    const door = makeDoor({ token: 'a long owner token', now: () => time, ...nobody })
    expect(await door.admits(caller)).toBe('login')
    const login = door.login(' a long owner token ')
    if (!login.ok) throw new Error('refused')
    expect(await door.admits({ ...caller, cookie: login.cookie, peer: null })).toEqual({ ...operator, provedAt: now })
    expect(await door.admits({ ...caller, authorization: 'Bearer a-wrong-one', cookie: login.cookie })).toBe('login')
    expect(await makeDoor({ token: 'another', now: () => time, ...nobody }).admits({ ...caller, cookie: login.cookie })).toBe('login')
    expect(await door.admits({ ...caller, cookie: login.cookie.replace(/\d/, '9') })).toBe('login')
    time += 8 * 24 * HOUR
    expect(await door.admits({ ...caller, cookie: login.cookie })).toBe('login')
    const bearer = makeDoor({ token: 'tok', now: () => time, ...nobody }).admits({ ...caller, authorization: 'Bearer tok' })
    expect(await bearer).toMatchObject(operator)
  })

  it('[O7] counts a token typed more than ten minutes ago as stale, and what a program sends as fresh', async () => {
    let time = now
    const door = makeDoor({ token: 'tok', now: () => time, ...nobody })
    const login = door.login('tok')
    if (!login.ok) throw new Error('refused')
    const fresh = async (over: object) => {
      const who = await door.admits({ ...caller, ...over })
      return typeof who === 'object' && door.fresh(who)
    }
    time += 9 * 60_000
    expect(await fresh({ cookie: login.cookie })).toBe(true)
    time += 2 * 60_000
    expect(await fresh({ cookie: login.cookie })).toBe(false)
    expect(await fresh({ authorization: 'Bearer tok' })).toBe(true)
  })

  it('[O1] shuts for a minute after ten wrong tries', () => {
    let time = now
    const door = makeDoor({ token: 'right', now: () => time, ...nobody })
    for (let i = 0; i < 10; i++) expect(door.login('wrong')).toEqual({ ok: false, reason: 'wrong' })
    expect(door.login('right')).toEqual({ ok: false, reason: 'tooMany' })
    time += 61_000
    expect(door.login('right').ok).toBe(true)
  })
})
