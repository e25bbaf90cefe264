import { createFollower, type Follower } from '../follower.ts'
import type { PeerClock } from '../ports.ts'
import { createTeller, type Teller } from '../teller.ts'
import { topicsOf } from '../topics.ts'
import { type MemoryStore, memoryStore, sha256Hex } from './memory-store.ts'

interface Message {
  readonly deliver: () => void
}

/** What becomes of each message that is under way, drawn from 0 ≤ x < 1. */
export type Dice = () => number

export interface LossySite {
  readonly stores: readonly MemoryStore[]
  follower(at: number, of: number): Follower
  /** delivers, loses, repeats and reorders what is under way, `steps` times */
  shake(steps: number): void
  cut(): void
  /** nothing is lost any more; runs until nothing is under way and no timer changes anything */
  heal(): void
  advance(ms: number): void
}

/** Several boxes with the real teller and follower on a network that loses, repeats and reorders, and on one simulated clock. */
export function lossySite(count: number, dice: Dice): LossySite {
  const air: Message[] = []
  const timers = new Map<number, { readonly due: number; readonly fn: () => void }>()
  let now = 0
  let order = 0
  let broken = false
  const clock: PeerClock = {
    wall: () => 1_700_000_000_000 + now,
    mono: () => now,
    quality: () => 'trusted',
    after(ms, fn) {
      const key = order++
      timers.set(key, { due: now + ms, fn })
      return () => void timers.delete(key)
    },
  }
  const stores = Array.from({ length: count }, (_, i) => memoryStore(`box-${i}`))
  const tellers: Teller[] = []
  const followers = new Map<string, Follower>()
  const send = (deliver: () => void) => void air.push({ deliver })
  const silent = { info: () => {}, warn: () => {} }
  let ids = 0
  const newId = () => `q${ids++}`

  stores.forEach((store, of) => {
    const topics = topicsOf(store.site, store.device)
    const listeners = () => stores.flatMap((_, at) => (at === of ? [] : [{ at, follower: followers.get(`${at} ${of}`) as Follower }]))
    const teller = createTeller({
      ...{ store, topics, clock, bootId: store.device, cloud: () => null, seal: () => null, soon: (fn: () => void) => fn() },
      publish(topic, payload) {
        for (const { at, follower } of listeners()) {
          if (topic === topics.head) send(() => follower.head(payload))
          else if (topic === topics.terms) send(() => follower.terms(payload))
          else if (topic === topics.answer(`box-${at}`)) send(() => follower.answered(payload))
          else if (topic.startsWith(`gatehouse/${store.site}/log/`)) send(() => follower.rows(payload))
        }
      },
    })
    tellers.push(teller)
  })
  stores.forEach((store, at) => {
    stores.forEach((sibling, of) => {
      if (at === of) return
      const ask = (question: object) => send(() => tellers[of]?.asked(store.device, JSON.stringify(question)))
      const follower = createFollower({
        ...{ device: sibling.device, store, clock, log: silent, bootId: store.device, newId, sha256Hex, ask },
        onApplied: () => {},
      })
      followers.set(`${at} ${of}`, follower)
    })
  })
  for (const teller of tellers) teller.start()
  for (const follower of followers.values()) follower.connected()

  const take = (i: number) => air.splice(i, 1)[0] as Message
  const fire = (ms: number) => {
    now += ms
    for (const [key, timer] of [...timers]) {
      if (timer.due > now || !timers.delete(key)) continue
      timer.fn()
    }
  }
  return {
    stores,
    follower: (at, of) => followers.get(`${at} ${of}`) as Follower,
    shake(steps) {
      for (let i = 0; i < steps; i++) {
        fire(dice() * 700)
        if (air.length === 0) continue
        const message = take(Math.floor(dice() * Math.min(air.length, 12)))
        const fate = dice()
        if (broken || fate < 0.3) continue
        message.deliver()
        if (fate > 0.8) air.push(message)
      }
    },
    cut() {
      broken = true
      air.length = 0
      for (const follower of followers.values()) follower.disconnected()
    },
    heal() {
      broken = false
      air.length = 0
      for (const follower of followers.values()) follower.connected()
      for (const teller of tellers) teller.connected()
      for (let quiet = 0; quiet < 8; quiet++) {
        while (air.length > 0) take(0).deliver()
        fire(2_500)
      }
    },
    advance: fire,
  }
}
