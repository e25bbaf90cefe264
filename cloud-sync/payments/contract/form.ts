interface FormNode {
  [key: string]: string | FormNode
}

/** `a[b][0]=c` → {a: {b: ['c']}}: Stripe's form encoding. */
export function unfold(body: string): Record<string, unknown> {
  const root: FormNode = {}
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split(/[[\]]+/).filter((part) => part !== '')
    let at = root
    for (const part of path.slice(0, -1)) {
      const next = at[part]
      const deeper = typeof next === 'object' ? next : {}
      at[part] = deeper
      at = deeper
    }
    at[path.at(-1) ?? name] = value
  }
  return listed(root) as Record<string, unknown>
}

function listed(node: FormNode | string): unknown {
  if (typeof node === 'string') return node
  const keys = Object.keys(node)
  const values = keys.map((key) => listed(node[key] ?? ''))
  const isList = keys.length > 0 && keys.every((key, i) => key === String(i))
  return isList ? values : Object.fromEntries(keys.map((key, i) => [key, values[i]]))
}
