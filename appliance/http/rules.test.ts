import type { LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostName, isOwnHost, isSameOrigin } from './same-origin.ts'
import { isStale, nextEra } from './screen-era.ts'
import { attractScreen, fakeConsole } from './testing/fake-console.ts'
import { fullBucket, takeToken } from './token-bucket.ts'
import { imageType, shownImageRefs } from './view-images.ts'

const view = (revision: number, screen: Screen): LaneView => ({ ...fakeConsole('out').view(), revision, screen })
const car = (ref: string) => ({ sessionId: ref, plate: null, imageUrl: `/api/images/${ref}`, enteredAt: null })
const quote = (id: string) => ({ id, tag: 'K7M', amountMinor: 1, currency: 'EUR', stayMs: 0, lockUntil: 0, lines: [], vatBasisPoints: 0 })
const yourCar = (id: string): Screen => ({
  kind: 'yourCar',
  car: car('a'),
  quote: quote(id),
  pay: { qrUrl: null, card: false, code: false },
})

describe('token bucket', () => {
  it('[H8] never lets more through than burst + time / refill', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 60 }), (pauses) => {
        const rule = { burst: 5, refillMs: 1_000 }
        let bucket = fullBucket(rule, 0)
        let now = 0
        let passed = 0
        for (const pause of pauses) {
          now += pause
          const taken = takeToken(bucket, rule, now)
          bucket = taken.bucket
          if (taken.allowed) passed++
        }
        expect(passed).toBeLessThanOrEqual(5 + Math.floor(now / 1_000))
      }),
    )
  })
})

describe('own hosts', () => {
  it('[H7] addresses and own names only', () => {
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1:8080', '[::1]:8080', '192.168.4.2', 'out.localhost:80'])
      expect(isOwnHost(host, []), host).toBe(true)
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '', undefined, 'a b', '[evil]:80'])
      expect(isOwnHost(host, []), String(host)).toBe(false)
    expect(isOwnHost('Gate-1.lan:8080', ['gate-1.lan'])).toBe(true)
    expect(hostName('[::1]')).toBe('::1')
  })

  it('[H7] an origin counts with its port', () => {
    expect(isSameOrigin(undefined, 'http://localhost:8080', 'localhost:8080')).toBe(true)
    expect(isSameOrigin(undefined, 'http://localhost:8090', 'localhost:8080')).toBe(false)
    expect(isSameOrigin('none', undefined, 'localhost')).toBe(false)
  })
})

describe('stale taps', () => {
  it('[H9] a change of the arm keeps the era, a new quote begins one, a restart begins one', () => {
    const first = nextEra(undefined, view(7, yourCar('q1')))
    const armMoved = nextEra(first, view(8, yourCar('q1')))
    expect(armMoved.since).toBe(7)
    expect(isStale(armMoved, 7)).toBe(false)
    const otherQuote = nextEra(armMoved, view(9, yourCar('q2')))
    expect(isStale(otherQuote, 8)).toBe(true)
    const restarted = nextEra(otherQuote, view(1, yourCar('q2')))
    expect(isStale(restarted, 9)).toBe(true)
    expect(isStale(restarted, undefined)).toBe(false)
  })
})

describe('pictures of a view', () => {
  it('[H10] collects exactly what the screen shows', () => {
    expect([...shownImageRefs(view(1, yourCar('q')))]).toEqual(['a'])
    expect([...shownImageRefs(view(1, { kind: 'notFound', plate: null, suggestions: [car('b'), car('c')], honesty: true }))]).toEqual([
      'b',
      'c',
    ])
    expect([...shownImageRefs(view(1, { kind: 'reading', imageUrl: '/api/images/live-3?t=9' }))]).toEqual(['live-3'])
    expect([...shownImageRefs(view(1, { kind: 'reading', imageUrl: 'http://elsewhere/pictures/x' }))]).toEqual([])
    expect([...shownImageRefs(view(1, attractScreen))]).toEqual([])
  })

  it('[H10] knows a picture by its first bytes', () => {
    expect(imageType(Uint8Array.from([0x89, 0x50, 0x4e, 0x47]))).toBe('image/png')
    expect(imageType(new TextEncoder().encode('RIFF1234WEBP'))).toBe('image/webp')
    expect(imageType(new TextEncoder().encode('<html>'))).toBeNull()
    expect(imageType(new Uint8Array())).toBeNull()
  })
})
