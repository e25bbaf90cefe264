import type { Clock, OpenCommand, OpenResult } from '../lane/ports.ts'

/** Opens per minute a barrier obeys; more is a fault or an attack, and the arm is not a fan (PI.md, Barrier). */
const OPENS_PER_MINUTE = 12
const REMEMBERED = 64

/**
 * What every barrier checks before it moves: one pulse per command id however often it is asked, none after its deadline, and
 * not more than twelve a minute.
 */
export function createCommandGuard(clock: Clock, perMinute = OPENS_PER_MINUTE) {
  const known = new Map<string, Promise<OpenResult>>()
  let recent: number[] = []

  return {
    run(command: OpenCommand, act: () => Promise<OpenResult>): Promise<OpenResult> {
      const earlier = known.get(command.commandId)
      if (earlier) return earlier
      const result = admit(command, act)
      known.set(command.commandId, result)
      for (const id of known.keys()) {
        if (known.size <= REMEMBERED) break
        known.delete(id)
      }
      return result
    },
  }

  function admit(command: OpenCommand, act: () => Promise<OpenResult>): Promise<OpenResult> {
    const late = clock.wall() - command.expiresAt
    if (late > 0)
      return Promise.resolve({ result: 'expired', reason: `the command expired ${(late / 1000).toFixed(1)} s ago`, retry: false })
    recent = recent.filter((time) => clock.mono() - time < 60_000)
    if (recent.length >= perMinute)
      return Promise.resolve({ result: 'refused', reason: `${perMinute} openings in one minute: look at the lane`, retry: true })
    recent.push(clock.mono())
    return act()
  }
}
