import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from './definition.ts'
import { queryOf, splitQuestion, wordsOf } from './question.ts'

const words = 'table=edge_v1_rates&where=site_id+%3D+%27s%27&columns=site_id%2Cbody&replica=full&params%5B1%5D=a'

describe('a question of a reader that goes on', () => {
  it('[S42] is what is read, in the order it was said, and where its reader stands', () => {
    const asked = `cursor=12&${words}&offset=7_0&handle=1-2&live=true&run=3&live_cache_buster=9`
    const at = { handle: '1-2', offset: '7_0', cursor: '12', live: true }
    expect(splitQuestion(asked)).toEqual({ what: wordsOf(asked), ...at })
    expect(wordsOf(asked)).toBe(`&${words.replaceAll('&', '&')}`)
    expect(splitQuestion(`handle=1-2&offset=0_inf&${words}`)).toEqual({
      what: `&${words}`,
      handle: '1-2',
      offset: '0_inf',
      cursor: null,
      live: false,
    })
    // of what is said twice the first counts, as when it is read
    expect(splitQuestion('table=t&handle=1&handle=2&offset=1_0&offset=2_0')).toMatchObject({ handle: '1', offset: '1_0' })
  })

  it('[S42] has to be read where it is not simply that', () => {
    for (const query of [
      ...['', 'table=t', 'table=t&offset=-1', 'table=t&handle=1-2', 'table=t&offset=now&handle=1-2', 'table=t&handle=&offset=1_0'],
      ...['table=t&handle=1-2&offset=1_0&live=TRUE', 'table=t&handle=1-2&offset=1_0&live_sse=true', 'table=t&handle=1-2&offset=1%5f0'],
      ...[
        'table=t&handle=1-2&offset=1_0&experimental_live_sse=true',
        'table=t&handle=1-2&offset=1_0&subset__where=',
        '%74able=t&handle=1&offset=1_0',
      ],
      'table=t&handle=1-2&offset=1_0&cursor=a+b',
    ])
      expect(splitQuestion(query), query).toBeNull()
  })

  it('[S41] in the same words is the same question, whatever else is said', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'table=t',
        'table=u',
        'where=a%3D1',
        'where=a%3D2',
        'columns=a',
        'replica=full',
        'log=full',
        'params%5B1%5D=x',
        'params[1]=y',
      ),
      fc.tuple(fc.stringMatching(/^[a-z%_[\]]{1,9}$/), fc.stringMatching(/^[a-z0-9_%-]{0,6}$/)).map(([name, value]) => `${name}=${value}`),
    )
    const query = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('&'))
    const read = (text: string) => JSON.stringify(parseQuery(new URLSearchParams(text)))
    fc.assert(
      fc.property(query, query, (a, noise) => {
        const one = splitQuestion(`handle=h&offset=1_0&${a}`)
        const same = [...a.split('&'), ...noise.split('&').filter((other) => wordsOf(other) === '')].join('&')
        const other = splitQuestion(`handle=h&offset=1_0&${same}`)
        if (one && other && one.what === other.what) expect(read(same)).toBe(read(a))
      }),
    )
  })

  it('is what stands behind the address', () => {
    expect([queryOf('http://c/v1/shape?a=1?2'), queryOf('http://c/v1/shape'), queryOf('http://c/v1/shape?')]).toEqual(['a=1?2', '', ''])
  })
})
