import { type EnrolledBox, enrolledBox } from '../sync/enrolled.ts'

/** Device number `i` of a fleet with so many devices a site. */
export const fleetBox = (i: number, perSite: number): EnrolledBox => enrolledBox(`fleet-${i}`, `fleet-${Math.floor(i / perSite)}`)
