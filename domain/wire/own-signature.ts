import { requestSignature } from './identity.ts'

/**
 * Signatures in exactly the form that boxes write them, RFC 9421 with everything optional left out. The base of such a one is put
 * together at once; a general library takes several times as long for it as Ed25519 itself, and a cloud judges hundreds a second.
 * What is written in any other valid form is for the library.
 */
export interface SignedParts {
  readonly method: string
  /** the whole address; nothing after a `#` */
  readonly url: string
  /** the whole header; null where the request can have no body */
  readonly contentDigest: string | null
}

export interface SignatureParameters {
  /** epoch seconds */
  readonly created: number
  /** 16 to 64 characters of base64url */
  readonly nonce: string
  /** the thumbprint of the key, 43 characters of base64url */
  readonly keyId: string
}

export interface OwnSignature extends SignatureParameters {
  /** base64 of 64 bytes */
  readonly signature: string
  /** the components and parameters as they stand in the header */
  readonly input: string
  readonly coversDigest: boolean
}

const { label, components, digest } = requestSignature
const covered = (names: readonly string[]): string => `(${names.map((name) => `"${name}"`).join(' ')})`
const WITHOUT_BODY = covered(components)
const WITH_BODY = covered([...components, digest])

const INPUT = new RegExp(String.raw`^${label}=((\("[^)]{1,80}"\));created=(\d{1,12});nonce="([\w-]{16,64})";keyid="([\w-]{43})")$`)
const SIGNATURE = new RegExp(`^${label}=:([A-Za-z0-9+/]{86}==):$`)

/** The value of `signature-input` behind its label. */
export const signatureInput = ({ contentDigest }: Pick<SignedParts, 'contentDigest'>, p: SignatureParameters): string =>
  `${contentDigest === null ? WITHOUT_BODY : WITH_BODY};created=${p.created};nonce="${p.nonce}";keyid="${p.keyId}"`

/** Headers `signature-input` and `signature` as they are sent. */
export const signatureHeaderValues = (input: string, signatureBase64: string) => ({
  signatureInput: `${label}=${input}`,
  signature: `${label}=:${signatureBase64}:`,
})

/** Null: not in this form, whatever else it may be. */
export function readOwnSignature(inputHeader: string, signatureHeader: string): OwnSignature | null {
  const [, input, names, created, nonce, keyId] = INPUT.exec(inputHeader) ?? []
  const signature = SIGNATURE.exec(signatureHeader)?.[1]
  if (!input || !created || !nonce || !keyId || !signature) return null
  if (names !== WITHOUT_BODY && names !== WITH_BODY) return null
  // one number has one spelling, or the base would not be what was signed
  if (created.length > 1 && created.startsWith('0')) return null
  return { input, signature, created: Number(created), nonce, keyId, coversDigest: names === WITH_BODY }
}

/** What is signed (RFC 9421, section 2.5). Null for an address that is not plainly `scheme://host/path?query`. */
export function signatureBase({ method, url, contentDigest }: SignedParts, input: string): string | null {
  const [, path, query = '?'] = ADDRESS.exec(url) ?? []
  if (path === undefined) return null
  return [
    `"@method": ${method}`,
    `"@path": ${path}`,
    `"@query": ${query}`,
    ...(contentDigest === null ? [] : [`"${digest}": ${contentDigest}`]),
    `"@signature-params": ${input}`,
  ].join('\n')
}
const ADDRESS = /^[a-z]+:\/\/[^/?#]+(\/[!"$-.0->@-~/]*)(\?[!"$-~]*)?$/
