/**
 * Who is being answered. The batches of a backlog travel two at a time on connections of their own (rule S2), so one may be unpacked
 * before the one it follows: it can wait for what came before it.
 */
export interface Arrivals {
  /** `earlier` resolves once everything of this box that was here before has been answered, and says whether there was anything */
  answer<T>(device: string, work: (earlier: () => Promise<boolean>) => Promise<T>): Promise<T>
}

export function arrivals(): Arrivals {
  const here = new Map<string, Set<Promise<unknown>>>()
  return {
    async answer(device, work) {
      const others = here.get(device) ?? new Set()
      here.set(device, others)
      const before = [...others]
      const mine = work(async () => (await Promise.allSettled(before)).length > 0)
      others.add(mine)
      try {
        return await mine
      } finally {
        others.delete(mine)
        if (others.size === 0) here.delete(device)
      }
    },
  }
}
