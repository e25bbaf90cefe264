import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LaneEvent } from './events.ts'
import type { ArmState } from './ports.ts'

/** What is true of a lane whatever its conversation is at. Plain values. */
export interface Floor {
  readonly armingLoop: boolean
  readonly closingLoop: boolean
  readonly arm: ArmState
  /** why the arm is held open; empty = it is not */
  readonly holds: readonly string[]
  readonly help: { readonly helpId: string } | null
  readonly lastPassageMono: number | null
  readonly lastCommandMono: number | null
  /** spans in which this lane could not open, newest last: the exit grace stands still in them */
  readonly faults: readonly FaultSpan[]
  /** charges not answered for good; `asked`: this process asked for the card, else it may only have been asked before a restart */
  readonly charges: readonly { readonly quoteId: string; readonly sessionId: string; readonly asked: boolean }[]
  /** the closing loop did not clear: passages are told by the arming loop alone */
  readonly closingStuck: boolean
}

export interface FaultSpan {
  readonly fromMs: EpochMs
  readonly untilMs: EpochMs | null
}

export const emptyFloor: Floor = {
  armingLoop: false,
  closingLoop: false,
  arm: 'unknown',
  holds: [],
  help: null,
  lastPassageMono: null,
  lastCommandMono: null,
  faults: [],
  charges: [],
  closingStuck: false,
}

const KEPT_FAULTS = 8

/** Loops and arm as they are after an event; everything else is moved by the cells. */
export function floorAfter(floor: Floor, event: LaneEvent, at: EpochMs): Floor {
  switch (event.kind) {
    case 'armingOn':
      return { ...floor, armingLoop: true }
    case 'armingOff':
      return { ...floor, armingLoop: false }
    case 'closingOn':
      return { ...floor, closingLoop: true }
    case 'closingOff':
      return { ...floor, closingLoop: false, closingStuck: false }
    case 'arm':
      return { ...faultSpan(floor, event.state === 'fault', at), arm: event.state }
    default:
      return floor
  }
}

/** Opens or closes the running fault span. */
export function faultSpan(floor: Floor, faulted: boolean, at: EpochMs): Floor {
  const running = floor.faults.at(-1)
  const isRunning = running !== undefined && running.untilMs === null
  if (faulted === isRunning) return floor
  if (faulted) return { ...floor, faults: [...floor.faults.slice(1 - KEPT_FAULTS), { fromMs: at, untilMs: null }] }
  return { ...floor, faults: [...floor.faults.slice(0, -1), { fromMs: running?.fromMs ?? at, untilMs: at }] }
}

/** A vehicle stands on one of the loops. */
export const isOccupied = (floor: Floor): boolean => floor.armingLoop || floor.closingLoop
/** The arm is up or on its way: another pulse would be one too many. */
export const isUp = ({ arm }: Floor): boolean => arm === 'open' || arm === 'opening'
export const isHeld = (floor: Floor): boolean => floor.holds.length > 0
