import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailboxOf, readAddress } from './address.ts'

describe('an address as it is typed', () => {
  it.each([
    [' Anna.Koch+park@Example.ORG ', 'Anna.Koch+park@example.org'],
    ["o'neil@sub.example.ie", "o'neil@sub.example.ie"],
    ['info@müller.example', 'info@xn--mller-kva.example'],
    ['a@b.co', 'a@b.co'],
  ])('[E8] %j is %j', (typed, address) => expect(readAddress(typed)).toBe(address))

  it.each([
    ...['', '@', 'a', 'a@', '@b.co', 'a@b', 'a b@c.de', 'a@b..co', '.a@b.co', 'a.@b.co', 'a..b@c.de', 'a@-b.co', 'a@b.co.', 'a@1.2.3.4'],
    ...['a@b.co\r\nBcc: x@y.zz', 'a\r\nRCPT TO:<x@y.zz>@b.co', 'a@b.co\nx', 'a@b.co,x@y.zz', 'a@b.co;x@y.zz', 'Anna <a@b.co>', '<a@b.co>'],
    ...['"a b"@c.de', '"a@b.co x"@y.zz', 'a(comment)@b.co', 'a@[127.0.0.1]', 'a@b.co/..', 'a@b.co?x', 'a@b.co#x', 'a@b%2eco', 'a@b.co:25'],
    ...['a\0@b.co', 'a@b\0.co', 'ä@b.co', 'a@b.co\u2028x', `${'a'.repeat(65)}@b.co`, `a@${'b'.repeat(64)}.co`, `a@${'b.'.repeat(130)}co`],
  ])('[E8] %j is none', (typed) => expect(readAddress(typed)).toBeNull())

  it('[E8] whatever is typed, what comes out has one @ and nothing that ends a line, a name or a list', () => {
    const nasty = fc.array(
      fc.constantFrom('a', 'B', '.', '@', '\r', '\n', ',', ';', '<', '>', '"', ' ', '\\', '(', ':', 'é', '\0', 'x.y', '-', '%0a'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.emailAddress(),
          nasty.map((parts) => parts.join('')),
        ),
        (typed) => {
          const address = readAddress(typed)
          if (address === null) return
          expect(address).toMatch(/^[^@\s,;<>"()\\:\p{Cc}]+@[a-z0-9.-]+$/u)
          expect(readAddress(address)).toBe(address)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('[E4] one mailbox has many spellings', () => {
    for (const spelling of ['Anna@Example.org', 'anna+1@example.org', 'ANNA+x+y@EXAMPLE.ORG'])
      expect(mailboxOf(spelling)).toBe('anna@example.org')
    expect(mailboxOf('+x@example.org')).toBe('+x@example.org')
  })
})
