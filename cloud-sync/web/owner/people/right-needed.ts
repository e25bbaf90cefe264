import type { Right } from '@gatehouse/domain/wire/owner-people.ts'

/**
 * What an address of the owner's pages asks of whoever calls it. What is not listed here is for owners alone: an address somebody adds
 * is shut until they have said for whom it is (right-needed.test.ts names it).
 */
const rights: readonly (readonly [method: 'GET' | 'POST' | '*', path: RegExp, right: Right])[] = [
  ['GET', /^\/(cars\/.*|cars|money|month|given|help|prices|boxes|live)?$/, 'see'],
  ['GET', /^\/export\/[a-z]+\.csv$/, 'see'],
  ['GET', /^\/api\/owner\/(sites|summary|cars|cars\/[^/]+|payments|month|given|help|boxes|rates)$/, 'see'],
  // everybody's own account, and trying out prices, which changes nothing: publishing them asks for more by itself
  ['*', /^\/(me|me\/.*|again|logout|passkey\/add|passkey\/add-options)$/, 'see'],
  ['POST', /^\/prices(\/preview)?$/, 'see'],
  // names and addresses of drivers
  ['*', /^\/(permits|permits\/[^/]+|merchants|merchants\/[^/]+|blocked)$/, 'manage'],
  ['*', /^(\/api\/owner)?\/boxes\/(keys|code|revoke|refuse|allow)$/, 'manage'],
  ['*', /^(\/api\/owner)?\/people(\/.*)?$/, 'own'],
  ['GET', /^\/api\/owner\/acts$/, 'own'],
  ['*', /^\/api\/owner\/sites(\/[^/]+)?$/, 'own'],
]

export function rightNeeded(method: string, path: string): Right {
  return listed(method, path) ?? 'own'
}

/** Null: nobody has said for whom that address is. */
export function listed(method: string, path: string): Right | null {
  const asked = method === 'HEAD' ? 'GET' : method
  return rights.find(([one, pattern]) => (one === '*' || one === asked) && pattern.test(path))?.[2] ?? null
}
