import type { CloudContext, Room } from './app.ts'

/** The rooms people see: payments, reports, owners, pages. */
export async function openRooms(_context: CloudContext): Promise<readonly Room[]> {
  return []
}
