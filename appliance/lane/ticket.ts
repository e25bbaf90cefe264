import { ticketTag } from '@gatehouse/domain/proof/ticket.ts'

/** The three characters on a photo ticket: they follow from the session's id, so nothing more has to be kept. */
export function photoTicketTag(sessionId: string): string {
  const hex = sessionId.toLowerCase().replace(/[^0-9a-f]/g, '')
  return ticketTag(hex.slice(-14).padStart(14, '0'))
}
