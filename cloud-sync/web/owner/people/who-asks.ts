import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { Who } from '@gatehouse/domain/wire/owner-people.ts'
import type { Context } from 'hono'

declare module 'hono' {
  interface ContextVariableMap {
    /** set by the door of the owner's pages, for every request that it lets through; not for those that anybody may make */
    readonly who: Who
  }
}

export const whoAsks = (c: Context): Who => c.get('who')

/** Those of the car parks that whoever asks may see. */
export function theirs(who: Who, sites: readonly OwnerSite[]): readonly OwnerSite[] {
  return who.sites === null ? sites : sites.filter((site) => who.sites?.includes(site.id))
}
