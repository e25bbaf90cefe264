/** Thrown where power went: the process it happened to is gone, and nothing may catch up on its behalf. */
export class PowerCut extends Error {
  constructor() {
    super('power was cut')
  }
}

/** Power that goes at the n-th write from when it is armed. */
export interface Fuse {
  arm(writes: number, kept: boolean, blown: () => void): void
  disarm(): void
  write(commit: () => void): void
}

export function createFuse(): Fuse {
  let armed: { left: number; readonly kept: boolean; readonly blown: () => void } | null = null
  return {
    arm(writes, kept, blown) {
      armed = { left: writes, kept, blown }
    },
    disarm() {
      armed = null
    },
    write(commit) {
      if (!armed || armed.left-- > 0) return commit()
      const { kept, blown } = armed
      armed = null
      if (kept) commit()
      blown()
      throw new PowerCut()
    },
  }
}
