import type { LaneConsole } from '../lane/ports.ts'

/** The screen `/kiosk` leads to, which is the one on the box's own glass: the first exit's, else the first of all [H1]. */
export function firstScreen(lanes: readonly LaneConsole[]): LaneConsole | undefined {
  const roads = lanes.filter((lane) => !lane.view().lane.payPoint)
  return roads.find((lane) => lane.view().lane.direction === 'exit') ?? lanes[0]
}
