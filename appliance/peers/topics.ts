import type { Stream } from '@gatehouse/domain/wire/event.ts'

/**
 * Topics on one box's broker. The box itself writes everything but questions; a sibling may read what is public to the site, ask
 * under its own name and read answers under its own name (the broker's ACL: broker-config.ts).
 */
export function topicsOf(site: string, device: string) {
  const root = `gatehouse/${site}`
  return {
    head: `${root}/head/${device}`,
    terms: `${root}/terms/${device}`,
    roster: `${root}/roster/${device}`,
    standing: `${root}/standing/${device}`,
    log: (stream: Stream) => `${root}/log/${device}/${stream}`,
    anyLog: `${root}/log/${device}/+`,
    /** a sibling's question to this box */
    ask: (from: string) => `${root}/ask/${device}/${from}`,
    anyAsk: `${root}/ask/${device}/+`,
    answer: (to: string) => `${root}/answer/${device}/${to}`,
  }
}
export type Topics = ReturnType<typeof topicsOf>

/** The last segment of a topic: who asks, which stream. */
export const lastOf = (topic: string): string => topic.slice(topic.lastIndexOf('/') + 1)
