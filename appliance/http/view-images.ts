import type { LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'

const PREFIX = '/api/images/'

function pictureUrls(screen: Screen): readonly (string | null)[] {
  switch (screen.kind) {
    case 'reading':
    case 'honesty':
    case 'welcome':
      return [screen.imageUrl]
    case 'yourCar':
    case 'exitCode':
    case 'paying':
    case 'paymentFailed':
    case 'payElsewhere':
    case 'settled':
      return [screen.car.imageUrl]
    case 'thankYou':
      return [screen.car?.imageUrl ?? null]
    case 'notFound':
      return screen.suggestions.map((car) => car.imageUrl)
    case 'search':
      return screen.results.map((car) => car.imageUrl)
    case 'attract':
    case 'denied':
    case 'held':
    case 'fault':
      return []
  }
}

/** References of the pictures a screen shows right now. */
export function shownImageRefs(view: LaneView): ReadonlySet<string> {
  const refs = new Set<string>()
  for (const url of pictureUrls(view.screen)) {
    const path = url === null ? null : URL.parse(url, 'http://box')?.pathname
    if (path?.startsWith(PREFIX)) refs.add(decodeURIComponent(path.slice(PREFIX.length)))
  }
  return refs
}

/** The media type by the first bytes, or null for anything that is no picture we show. */
export function imageType(bytes: Uint8Array): string | null {
  const starts = (...head: number[]) => head.every((byte, i) => bytes[i] === byte)
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png'
  if (starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45) return 'image/webp'
  return null
}
