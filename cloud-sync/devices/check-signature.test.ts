import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { signatureHeaders } from '@gatehouse/appliance/identity/signed-fetch.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import { contentDigest } from '@gatehouse/domain/wire/identity.ts'
import fc from 'fast-check'
import { createSignatureSync } from 'http-message-sig'
import { beforeEach, describe, expect, it } from 'vitest'
import { signatureChecker } from './check-signature.ts'

const START = 1_800_000_000_000
let now = START
let check = signatureChecker(() => now)
beforeEach(() => {
  now = START
  check = signatureChecker(() => now)
  now = START + 600_000
})

const pair = generateKeyPairSync('ed25519')
const signKey = pair.publicKey.export({ format: 'jwk' }).x ?? ''
const box = { keyId: keyThumbprint(signKey), key: pair.privateKey }
const stranger = { keyId: box.keyId, key: generateKeyPairSync('ed25519').privateKey }
const known = async (keyId: string) => (keyId === box.keyId ? { owner: 'box-1', signKey } : null)

const URL_ = 'https://cloud.example/v1/ingest?a=1&b=%20x'
function signed(over: { url?: string; method?: string; body?: Uint8Array | null; at?: number; by?: typeof box } = {}): Request {
  const { url = URL_, method = 'POST', body = Buffer.from('{}'), at = now, by = box } = over
  const headers = new Headers()
  for (const [name, value] of signatureHeaders(by, { method, url, body, created: Math.floor(at / 1000) })) headers.set(name, value)
  return new Request(url, { method, headers, ...(body ? { body: Uint8Array.from(body) } : {}) })
}
const changed = (request: Request, over: { url?: string; method?: string; headers?: Record<string, string | null> }): Request => {
  const headers = new Headers(request.headers)
  for (const [name, value] of Object.entries(over.headers ?? {})) value === null ? headers.delete(name) : headers.set(name, value)
  return new Request(over.url ?? request.url, { method: over.method ?? request.method, headers })
}
const refusalOf = async (request: Request) => {
  const outcome = await check(request, known)
  return outcome.ok ? 'taken' : outcome.refusal
}

describe('RFC 9421, appendix B', () => {
  // B.1.4 and B.2.6
  const key = {
    kty: 'OKP',
    crv: 'Ed25519',
    x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
    d: 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU',
  }
  const fields = [
    { name: 'Host', value: 'example.com' },
    { name: 'Date', value: 'Tue, 20 Apr 2021 02:07:55 GMT' },
    { name: 'Content-Type', value: 'application/json' },
    { name: 'Content-Length', value: '18' },
  ]

  it('[S60] signs as the test vector for Ed25519 does', async () => {
    const privateKey = createPrivateKey({ key, format: 'jwk' })
    let base = ''
    const { signature, signatureInput } = createSignatureSync(
      { kind: 'request', method: 'POST', targetUri: 'https://example.com/foo?param=Value&Pet=dog', fields },
      {
        label: 'sig-b26',
        components: ['date', '@method', '@path', '@authority', 'content-type', 'content-length'],
        parameters: { created: 1618884473, keyid: 'test-key-ed25519' },
        signer: {
          algorithm: 'ed25519',
          sign: (bytes) => {
            base = Buffer.from(bytes).toString()
            return sign(null, bytes, privateKey)
          },
        },
      },
    )
    expect(base).toBe(
      [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@method": POST',
        '"@path": /foo',
        '"@authority": example.com',
        '"content-type": application/json',
        '"content-length": 18',
        '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      ].join('\n'),
    )
    expect(signatureInput).toBe(
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    )
    expect(signature).toBe('sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:')
  })

  it('[S60] reads the example digest of RFC 9530 as we write ours', () => {
    const body = '{"hello": "world"}'
    expect(contentDigest(createHash('sha256').update(body).digest('base64'))).toBe('sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:')
  })

  it('[S60] names a key as RFC 8037 appendix A.3 does', () => {
    expect(keyThumbprint('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })
})

describe('a signed request', () => {
  it('[S60] is taken with the digest its body must have; a GET needs none', async () => {
    const body = randomBytes(100)
    expect(await check(signed({ body }), known)).toEqual({
      ok: true,
      owner: 'box-1',
      digest: createHash('sha256').update(body).digest('base64'),
    })
    expect(await check(signed({ method: 'GET', body: null }), known)).toEqual({ ok: true, owner: 'box-1', digest: null })
  })

  it('[S60] goes through a tunnel that calls the cloud by another name, on another port, over another scheme', async () => {
    expect(await refusalOf(changed(signed(), { url: URL_.replace('https://cloud.example', 'http://10.0.0.7:8090') }))).toBe('taken')
  })

  it('[S61] does not fit another path, query, method, digest, key or no key', async () => {
    const bad: Request[] = [
      changed(signed(), { url: URL_.replace('/v1/ingest', '/v1/hello') }),
      changed(signed(), { url: `${URL_}&c=1` }),
      changed(signed(), { url: URL_.replace('a=1', 'a=2') }),
      changed(signed(), { method: 'PUT' }),
      changed(signed(), { headers: { 'content-digest': contentDigest(createHash('sha256').update('other').digest('base64')) } }),
      changed(signed(), { headers: { 'content-digest': null } }),
      changed(signed(), { headers: { 'signature-input': null } }),
      changed(signed(), { headers: { signature: null } }),
      changed(signed(), { headers: { signature: null, 'signature-input': null } }),
      signed({ by: stranger }),
      signed({ by: { ...box, keyId: 'somebody' } }),
      // signed as a GET is, without a digest
      signed({ body: null }),
    ]
    for (const request of bad) expect(await refusalOf(request)).toMatchObject({ error: 'unauthorised', message: expect.any(String) })
  })

  it('[S61] must cover what it is about: leaving a component or a parameter out is refused though the signature fits', async () => {
    const make = (components: readonly string[], parameters: Record<string, string | number>): Request => {
      const digest = contentDigest(createHash('sha256').update('{}').digest('base64'))
      const { signature, signatureInput } = createSignatureSync(
        { kind: 'request', method: 'POST', targetUri: URL_, fields: [{ name: 'content-digest', value: digest }] },
        {
          label: 'gatehouse',
          components,
          parameters,
          signer: { algorithm: String(parameters.alg ?? 'ed25519'), sign: (data) => sign(null, data, box.key) },
        },
      )
      return new Request(URL_, {
        method: 'POST',
        headers: { 'content-digest': digest, signature, 'signature-input': signatureInput },
        body: '{}',
      })
    }
    const components = ['@method', '@path', '@query', 'content-digest']
    const parameters = () => ({ created: now / 1000, nonce: randomBytes(16).toString('hex'), keyid: box.keyId })
    expect(await refusalOf(make(components, parameters()))).toBe('taken')
    for (const left of components)
      expect(
        await refusalOf(
          make(
            components.filter((one) => one !== left),
            parameters(),
          ),
        ),
      ).toMatchObject({ error: 'unauthorised' })
    for (const left of ['created', 'nonce', 'keyid'])
      expect(
        await refusalOf(make(components, Object.fromEntries(Object.entries(parameters()).filter(([name]) => name !== left)))),
      ).toMatchObject({ error: 'unauthorised' })
    expect(await refusalOf(make(components, { ...parameters(), nonce: 'short' }))).toMatchObject({ error: 'unauthorised' })
    expect(await refusalOf(make(components, { ...parameters(), alg: 'hmac-sha256' }))).toMatchObject({ error: 'unauthorised' })
  })

  it('[S62] counts once, as long as it could count at all', async () => {
    const request = signed()
    const again = () => changed(request, {})
    expect(await refusalOf(again())).toBe('taken')
    expect(await refusalOf(again())).toMatchObject({ error: 'unauthorised', message: expect.stringContaining('used before') })
    now += 299_000
    expect(await refusalOf(again())).toMatchObject({ error: 'unauthorised', message: expect.stringContaining('used before') })
    now += 2_000
    expect(await refusalOf(again())).toMatchObject({ error: 'clock', now })
  })

  it('[S62] of another time is told the time: too old, too far ahead, from 1970, from 2100', async () => {
    for (const at of [now - 301_000, now + 6_000, 0, Date.UTC(2100, 0, 1)])
      expect(await refusalOf(signed({ at }))).toMatchObject({ error: 'clock', now })
    for (const at of [now - 299_000, now + 5_000]) expect(await refusalOf(signed({ at }))).toBe('taken')
  })

  it('[S62] tells the time to nobody whose signature does not fit', async () => {
    expect(await refusalOf(signed({ at: 0, by: stranger }))).toMatchObject({ error: 'unauthorised' })
    expect(await refusalOf(signed({ at: 0, by: stranger }))).not.toHaveProperty('now')
  })

  it('[S62] from before this process is refused, however fresh: another process may have taken it', async () => {
    const old = signed({ at: now + 5_000 })
    check = signatureChecker(() => now)
    const refusal = await refusalOf(changed(old, {}))
    expect(refusal).toMatchObject({ error: 'clock' })
    // what the box signs as of the time it is told is taken at once
    expect(await refusalOf(signed({ at: (refusal as { now: number }).now }))).toBe('taken')
  })

  it('[S72] of any shape is answered with a refusal, never with an exception', { timeout: 60_000 }, async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'gatehouse=("@method" "@path");created=1;keyid="x";nonce=:?*,@\\%'.split('')), maxLength: 300 }),
      fc.constant('a'.repeat(5_000)),
    )
    const latin = text.map((one) => one.replace(/[^\t\x20-\x7e\xa0-\xff]/g, '?').trim())
    const good = signed()
    const headerOf = (name: string) => fc.oneof(latin, fc.constant(good.headers.get(name) ?? ''), mutated(good.headers.get(name) ?? ''))
    let refused = 0
    await fc.assert(
      fc.asyncProperty(headerOf('signature'), headerOf('signature-input'), headerOf('content-digest'), async (signature, input, digest) => {
        if (signature === good.headers.get('signature') && input === good.headers.get('signature-input')) return
        const request = changed(good, { headers: { signature, 'signature-input': input, 'content-digest': digest } })
        const outcome = await check(request, known)
        expect(outcome).toMatchObject({ ok: false, refusal: { error: 'unauthorised' } })
        refused += 1
      }),
      { numRuns: 1_000 },
    )
    expect(refused).toBeGreaterThan(500)
    // and the good one still is
    expect(await refusalOf(good)).toBe('taken')
  })

  it('[S72] a failing register is not taken for a bad signature', async () => {
    const broken = async (): Promise<null> => {
      throw new Error('the database is away')
    }
    await expect(check(signed(), broken)).rejects.toThrow('the database is away')
  })
})

/** One byte of a good header another one. */
function mutated(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(Math.max(0, text.length - 1)), fc.constantFrom(...'aZ09+/=:;"()@ ,'.split('')))
    .map(([at, char]) => text.slice(0, at) + char + text.slice(at + 1))
}
