/** What really happened, whatever the boxes and the cloud remember of it: kept outside of both, never lost. */
export interface Witness {
  /** first thing that was wrong, or null */
  violation: string | null
  blame(what: string): void
  /** payments ever written, by id */
  readonly payments: Map<string, number>
  /** when each command expires, in true time */
  readonly expiries: Map<string, number>
  /** rows retention has removed from a box: the cloud must hold them */
  readonly pruned: Set<string>
  /** a box's arm moved for a command */
  acted(box: number, commandId: string, at: number): void
  readonly counts: { events: number; acts: number; hellos: number; refused: number }
}

export function createWitness(): Witness {
  const acts = new Set<string>()
  const witness: Witness = {
    violation: null,
    blame(what) {
      witness.violation ??= what
    },
    payments: new Map(),
    expiries: new Map(),
    pruned: new Set(),
    acted(box, commandId, at) {
      const act = `${box} ${commandId}`
      if (acts.has(act)) witness.blame(`box ${box} carried out ${commandId} twice`)
      acts.add(act)
      const expiry = witness.expiries.get(commandId) ?? 0
      if (at > expiry) witness.blame(`box ${box} carried out ${commandId} ${at - expiry} ms after it had expired`)
      witness.counts.acts += 1
    },
    counts: { events: 0, acts: 0, hellos: 0, refused: 0 },
  }
  return witness
}
