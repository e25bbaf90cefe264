import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

/** A key pair and its certificate, PEM. */
export interface Credentials {
  readonly key: string
  readonly certificate: string
}

/** ECDSA on P-256: every TLS library in the field knows it. */
const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { ...curve, hash: 'SHA-256' } as const

/**
 * A box may have no clock yet when it must speak to its sibling, so certificates hold from 1970 and have no end (99991231235959Z, RFC 5280
 * §4.1.2.5). What ends one is the revocation list.
 */
const ever = { notBefore: new Date(0), notAfter: new Date('9999-12-31T23:59:59Z') }

const serialNumber = (): string => `01${randomBytes(15).toString('hex')}`
x509.cryptoProvider.set(webcrypto as Crypto)

export async function makeKey(): Promise<{ readonly key: string; readonly publicKey: string }> {
  const pair = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey), 'PRIVATE KEY')
  const publicKey = x509.PemConverter.encode(await webcrypto.subtle.exportKey('spki', pair.publicKey), 'PUBLIC KEY')
  return { key, publicKey }
}

/** The site's own authority; its key stays on the box that made it (N25). */
export async function makeAuthority(site: string): Promise<Credentials> {
  const made = await makeKey()
  const keys = { privateKey: await importKey(made.key), publicKey: await importPublic(made.publicKey) }
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ ...ever, serialNumber: serialNumber(), name: [{ CN: [`Gatehouse site ${site}`] }], signingAlgorithm: signing, keys },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { key: made.key, certificate: certificate.toString('pem') }
}

/** A box's certificate: it is a broker to its siblings and a client of theirs, under its device id as common name (N23). */
export async function certify(authority: Credentials, device: string, publicKey: string): Promise<string> {
  const issuer = new x509.X509Certificate(authority.certificate)
  const certificate = await x509.X509CertificateGenerator.create({
    ...{ ...ever, serialNumber: serialNumber(), signingAlgorithm: signing, issuer: issuer.subjectName },
    subject: [{ CN: [device] }],
    publicKey: await importPublic(publicKey),
    signingKey: await importKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: device }]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return certificate.toString('pem')
}

/** The list of certificates that no longer count, for the brokers. */
export async function revocationList(authority: Credentials, revoked: readonly string[]): Promise<string> {
  const issuer = new x509.X509Certificate(authority.certificate)
  const list = await x509.X509CrlGenerator.create({
    ...{ issuer: issuer.subjectName, thisUpdate: ever.notBefore, nextUpdate: ever.notAfter, signingAlgorithm: signing },
    signingKey: await importKey(authority.key),
    entries: revoked.map((pem) => ({ serialNumber: new x509.X509Certificate(pem).serialNumber, revocationDate: ever.notBefore })),
  })
  // the library's own label is not the one OpenSSL looks for (RFC 7468 §6)
  return x509.PemConverter.encode(list.rawData, 'X509 CRL')
}

/** Whose certificate this is, when the site's authority signed it; null otherwise. */
export async function deviceOf(certificate: string, authority: string): Promise<string | null> {
  try {
    const found = new x509.X509Certificate(certificate)
    const issuer = new x509.X509Certificate(authority)
    const signed = await found.verify({ publicKey: issuer.publicKey, signatureOnly: true })
    return signed ? (found.subjectName.getField('CN')[0] ?? null) : null
  } catch {
    return null
  }
}

// Node's own WebCrypto; its typing names usages the library's does not know yet
const importKey = (pem: string) =>
  webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), curve, true, ['sign']) as Promise<unknown> as Promise<CryptoKey>
const importPublic = (pem: string) =>
  webcrypto.subtle.importKey('spki', x509.PemConverter.decodeFirst(pem), curve, true, ['verify']) as Promise<unknown> as Promise<CryptoKey>
