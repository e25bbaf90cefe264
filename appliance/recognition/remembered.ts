import type { Emissions } from './ctc.ts'

/** The same work, done once for a crop and a text, then remembered as long as the crop is: a crop is looked at alone, then beside others. */
export function remembered<T>(work: (crop: Emissions, text: string) => T): (crop: Emissions, text: string) => T {
  const known = new WeakMap<Emissions, Map<string, { readonly result: T }>>()
  return (crop, text) => {
    const texts = known.get(crop) ?? new Map<string, { readonly result: T }>()
    const { result } = texts.get(text) ?? { result: work(crop, text) }
    known.set(crop, texts.set(text, { result }))
    return result
  }
}
