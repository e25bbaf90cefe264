import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { contentDigest, requestSignature } from '@gatehouse/domain/wire/identity.ts'
import { readOwnSignature, signatureBase, signatureHeaderValues, signatureInput } from '@gatehouse/domain/wire/own-signature.ts'
import fc from 'fast-check'
import { createSignatureSync, verifySignature } from 'http-message-sig'
import { describe, expect, it } from 'vitest'

const key = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${'07'.repeat(32)}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
})

const base64url = (length: { min: number; max: number }) =>
  fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'.split('')), minLength: length.min, maxLength: length.max })
const piece = fc.string({ unit: fc.constantFrom(..."ab/%20'=&?+:@!$,;.~".split('')), maxLength: 20 })
const address = fc
  .tuple(fc.constantFrom('http', 'https'), fc.constantFrom('localhost:8090', 'cloud.example', '[::1]:80'), piece, piece)
  .map(([scheme, host, path, query]) => new URL(`${scheme}://${host}/v1/${path}?${query}`).href)
const anything = fc.record({
  url: address,
  digest: fc.option(fc.constant(contentDigest(`${'A'.repeat(43)}=`))),
  parameters: fc.record({
    created: fc.nat({ max: 4_000_000_000 }),
    nonce: base64url({ min: 16, max: 64 }),
    keyId: base64url({ min: 43, max: 43 }),
  }),
})

/** the library's own way to the same signature */
function byTheLibrary(url: string, digest: string | null, p: { created: number; nonce: string; keyId: string }) {
  const { label, components, algorithm } = requestSignature
  let base = ''
  const made = createSignatureSync(
    { kind: 'request', method: 'GET', targetUri: url, fields: digest ? [{ name: requestSignature.digest, value: digest }] : [] },
    {
      label,
      components: digest ? [...components, requestSignature.digest] : components,
      parameters: { created: p.created, nonce: p.nonce, keyid: p.keyId },
      signer: {
        algorithm,
        sign: (bytes) => {
          base = Buffer.from(bytes).toString()
          return sign(null, bytes, key)
        },
      },
    },
  )
  return { ...made, base }
}

describe('a signature in the form boxes write', () => {
  it('[S60] is RFC 9421 to the letter: base and headers are those of a general library', () => {
    fc.assert(
      fc.property(anything, ({ url, digest, parameters }) => {
        const input = signatureInput({ contentDigest: digest }, parameters)
        const base = signatureBase({ method: 'GET', url, contentDigest: digest }, input)
        const theirs = byTheLibrary(url, digest, parameters)
        expect(base).toBe(theirs.base)
        const ours = signatureHeaderValues(input, sign(null, Buffer.from(base ?? ''), key).toString('base64'))
        expect(ours).toEqual({ signature: theirs.signature, signatureInput: theirs.signatureInput })
        const read = readOwnSignature(ours.signatureInput, ours.signature)
        expect(read).toMatchObject({ ...parameters, input, coversDigest: digest !== null })
      }),
    )
  })

  it('[S60] is accepted by a general library, and by nobody for another address', async () => {
    const parameters = { created: 1_800_000_000, nonce: 'n'.repeat(22), keyId: 'k'.repeat(43) }
    const url = "https://cloud.example/v1/shape?where=site_id+%3D+'markt'"
    const input = signatureInput({ contentDigest: null }, parameters)
    const base = signatureBase({ method: 'GET', url, contentDigest: null }, input) ?? ''
    const made = signatureHeaderValues(input, sign(null, Buffer.from(base), key).toString('base64'))
    const publicKey = createPublicKey(key)
    const judge = (targetUri: string) =>
      verifySignature(
        {
          ...{ kind: 'request', method: 'GET', targetUri },
          fields: [
            { name: 'signature', value: made.signature },
            { name: 'signature-input', value: made.signatureInput },
          ],
        },
        {
          label: requestSignature.label,
          policy: {
            algorithms: ['ed25519'],
            requiredComponents: requestSignature.components,
            requiredParameters: requestSignature.parameters,
            clockSkew: Number.MAX_SAFE_INTEGER,
          },
          resolveVerifier: async () => ({ algorithm: 'ed25519', verify: (data, signature) => verify(null, data, publicKey, signature) }),
        },
      )
    await expect(judge(url)).resolves.toMatchObject({ parameters: { created: 1_800_000_000 } })
    await expect(judge(`${url}x`)).rejects.toThrow()
  })

  it('[S60] is nothing else: what is written in another way is not read as ours', () => {
    const input = signatureInput({ contentDigest: null }, { created: 7, nonce: 'n'.repeat(22), keyId: 'k'.repeat(43) })
    const { signatureInput: header, signature } = signatureHeaderValues(input, `${'A'.repeat(86)}==`)
    expect(readOwnSignature(header, signature)).not.toBeNull()
    const others = [
      [`${header};alg="ed25519"`, signature],
      [header.replace('gatehouse=', 'sig1='), signature],
      [`${header}, ${header}`, signature],
      [header.replace(';created', '; created'), signature],
      [header.replace('created=7', 'created=07'), signature],
      [header.replace('created=7', 'created=-7'), signature],
      [header.replace(' "@query"', ''), signature],
      [header.replace('"@method" "@path"', '"@path" "@method"'), signature],
      [header.replace('"@query")', '"@query" "host")'), signature],
      [header, signature.replace('==', '')],
      [header, `${signature}, ${signature}`],
      ['', ''],
    ] as const
    for (const [one, other] of others) expect(readOwnSignature(one, other), one).toBeNull()
    for (const url of [
      'cloud',
      '/v1/shape',
      'https://cloud.example',
      'https://cloud.example?a=/b',
      'https://a/b#c',
      'https://a/ü',
      'https://a/b\nc',
    ])
      expect(signatureBase({ method: 'GET', url, contentDigest: null }, input), url).toBeNull()
  })
})
