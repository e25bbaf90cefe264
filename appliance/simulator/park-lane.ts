import type { LaneConsole } from '../lane/ports.ts'
import type { SimulatedCamera } from './camera.ts'
import type { MachineBarrier } from './machine.ts'
import type { LaneBench } from './visit.ts'

export interface ParkLane {
  readonly id: string
  readonly name: string
  readonly direction: 'entry' | 'exit'
}

/** Screens on which nobody is being served. */
const idle = new Set(['attract', 'held', 'fault'])
/** Somebody is being served, or still shown the way. */
export const laneTalks = (console: LaneConsole | null): boolean => console !== null && !idle.has(console.view().screen.kind)

/** A lane of the running park with its machine, its camera and, while there is power, its console. */
export function benchOf(
  options: {
    readonly barriers: ReadonlyMap<string, MachineBarrier>
    readonly cameras: ReadonlyMap<string, SimulatedCamera>
    readonly consoles: () => readonly LaneConsole[]
  },
  lane: ParkLane,
): LaneBench {
  const barrier = options.barriers.get(lane.id)
  const camera = options.cameras.get(lane.id)
  if (!barrier || !camera) throw new Error(`lane ${lane.id}: the simulator needs its barrier and its camera`)
  return {
    laneId: lane.id,
    direction: lane.direction,
    machine: barrier.machine,
    camera,
    console: () => options.consoles().find((console) => console.laneId === lane.id) ?? null,
  }
}
