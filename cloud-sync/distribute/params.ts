/** `params[1]=a&params[2]=b` or `params={"1":"a"}`. Null when a key is not the next number. */
export function parseParams(search: URLSearchParams): readonly string[] | null {
  const found = new Map<number, string>()
  for (const [key, value] of search) {
    const match = /^params\[(.+)\]$/.exec(key)
    if (match) found.set(Number(match[1]), value)
  }
  const json = search.get('params')
  if (json) {
    try {
      for (const [key, value] of Object.entries(JSON.parse(json))) found.set(Number(key), String(value))
    } catch {
      return null
    }
  }
  const params = Array.from({ length: found.size }, (_, i) => found.get(i + 1))
  return params.every((p) => p !== undefined) ? params : null
}
