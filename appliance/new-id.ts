import { v7 } from 'uuid'

/** UUIDv7 (RFC 9562 §5.7): time-ordered, so rows written together lie together on disk. */
export const createNewId =
  (wall: () => number = Date.now): (() => string) =>
  () =>
    v7({ msecs: wall() })
