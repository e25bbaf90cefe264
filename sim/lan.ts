import type { Follower } from '../appliance/peers/follower.ts'
import type { Teller } from '../appliance/peers/teller.ts'
import { topicsOf } from '../appliance/peers/topics.ts'
import type { Random } from './random.ts'
import type { Weather } from './schedule.ts'
import type { Timeline } from './timeline.ts'

/** A running box as the network of the house sees it: what it says, and what it follows of whom. */
export interface LanNode {
  readonly device: string
  readonly alive: () => boolean
  readonly teller: () => Teller
  readonly follower: (of: string) => Follower | null
}

/** The network between boxes: every box listens to one box of every other name. MQTT's promises and no more. */
export interface Lan {
  /** in place of the box's own broker */
  publish(from: LanNode, topic: string, payload: string, retain: boolean): void
  ask(from: LanNode, of: string, question: object): void
  join(node: LanNode): void
  cut(ms: number): void
  heal(): void
}

const LATENCY_MS = 2
const NOTICED_MS = 500

export function createLan(parts: {
  readonly timeline: Timeline
  readonly random: Random
  readonly weather: () => Weather
  readonly site: string
}): Lan {
  const { timeline, random, site } = parts
  const nodes: LanNode[] = []
  /** listener → name → the box it listens to */
  const links = new Map<LanNode, Map<string, LanNode>>()
  const retained = new Map<LanNode, Map<string, string>>()
  let cutUntil = 0

  const linked = (listener: LanNode, to: LanNode): boolean => listener.alive() && to.alive() && links.get(listener)?.get(to.device) === to

  function carry(listener: LanNode, from: LanNode, fn: () => void): void {
    timeline.after(LATENCY_MS + random.below(40), () => {
      if (linked(listener, from) && timeline.now() >= cutUntil && !random.chance(parts.weather().loss)) fn()
    })
  }

  function hand(listener: LanNode, from: LanNode, topic: string, payload: string): void {
    const topics = topicsOf(site, from.device)
    const follower = listener.follower(from.device)
    if (topic === topics.head) follower?.head(payload)
    else if (topic === topics.terms) follower?.terms(payload)
    else if (topic === topics.answer(listener.device)) follower?.answered(payload)
    else if (topic.startsWith(`gatehouse/${site}/log/`)) follower?.rows(payload)
  }

  /** who hears whom from now on */
  function settle(): void {
    for (const listener of nodes.filter((node) => node.alive())) {
      const mine = links.get(listener) ?? new Map<string, LanNode>()
      links.set(listener, mine)
      for (const device of new Set(nodes.map((node) => node.device))) {
        if (device === listener.device) continue
        const before = mine.get(device)
        const now = timeline.now() < cutUntil ? undefined : nodes.find((node) => node.device === device && node.alive())
        if (before === now) continue
        if (before) listener.follower(device)?.disconnected()
        mine.delete(device)
        if (!now) continue
        mine.set(device, now)
        listener.follower(device)?.connected()
        for (const [topic, payload] of retained.get(now) ?? []) carry(listener, now, () => hand(listener, now, topic, payload))
      }
    }
  }
  const settleSoon = (ms = NOTICED_MS) => void timeline.after(ms, settle)

  return {
    publish(from, topic, payload, retain) {
      if (!from.alive()) return
      if (retain) {
        const kept = retained.get(from) ?? new Map<string, string>()
        retained.set(from, kept.set(topic, payload))
      }
      for (const [listener, mine] of links)
        if (mine.get(from.device) === from) carry(listener, from, () => hand(listener, from, topic, payload))
    },
    ask(from, of, question) {
      const to = links.get(from)?.get(of)
      if (to) carry(from, to, () => to.teller().asked(from.device, JSON.stringify(question)))
    },
    join(node) {
      nodes.push(node)
      settleSoon()
    },
    cut(ms) {
      cutUntil = Math.max(cutUntil, timeline.now() + ms)
      settle()
      settleSoon(cutUntil - timeline.now())
    },
    heal() {
      cutUntil = 0
      settle()
    },
  }
}
