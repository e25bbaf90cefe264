import { describe, expect, it } from 'vitest'
import { rightNeeded } from './right-needed.ts'

describe('what an address needs', () => {
  it.each([
    ['GET', '/', 'see'],
    ['GET', '/cars/s-1/pictures/p-1', 'see'],
    ['GET', '/export/payments.csv', 'see'],
    ['POST', '/prices/preview', 'see'],
    ['POST', '/prices', 'see'],
    ['GET', '/permits', 'manage'],
    ['POST', '/api/owner/boxes/revoke', 'manage'],
    ['GET', '/people', 'own'],
    ['POST', '/api/owner/sites', 'own'],
    ['DELETE', '/api/owner/people/x', 'own'],
  ])('[O5] %s %s: to %s', (method, path, right) => {
    expect(rightNeeded(method, path)).toBe(right)
  })

  it('[O5] what nobody has listed is for owners', () => {
    expect(rightNeeded('GET', '/something/new')).toBe('own')
    expect(rightNeeded('POST', '/')).toBe('own')
    expect(rightNeeded('GET', '/cars\n/permits')).toBe('own')
  })
})
