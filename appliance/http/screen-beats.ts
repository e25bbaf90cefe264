/** The last sign of life of each lane's rendered page [H13]. */
export interface ScreenBeat {
  readonly laneId: string
  /** milliseconds since the page last said that it had painted */
  readonly ageMs: number
  /** the revision it had on the glass */
  readonly revision: number
}

export interface ScreenBeats {
  beat(laneId: string, revision: number): void
  all(): readonly ScreenBeat[]
}

export function screenBeats(mono: () => number): ScreenBeats {
  const last = new Map<string, { readonly at: number; readonly revision: number }>()
  return {
    beat: (laneId, revision) => last.set(laneId, { at: mono(), revision }),
    all: () => [...last].map(([laneId, beat]) => ({ laneId, ageMs: Math.round(mono() - beat.at), revision: beat.revision })),
  }
}
