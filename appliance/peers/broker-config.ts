import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes what mosquitto is started with, `mosquitto.conf` and `acl`, readable to this user only. Returns a sentence. */
export function writeBroker(at: {
  readonly site: string
  readonly device: string
  readonly own: { readonly port: number }
  /** the box's certificate and keys */
  readonly folder: string
  readonly into: string
}): string {
  const aclFile = join(at.into, 'acl')
  const file = join(at.into, 'mosquitto.conf')
  writeFileSync(aclFile, brokerAcl(at.site, at.device), { mode: 0o600 })
  // mosquitto gives up root for a user of its own, who may not read the box's key; started as anybody else it stays who it is
  writeFileSync(file, brokerConfig({ port: at.own.port, folder: at.folder, aclFile }), { mode: 0o600 })
  return `${file}: port ${at.own.port}, TLS with certificates of ${at.site} only`
}

/**
 * What mosquitto on a Pi is told (mosquitto.conf(5)): TLS with client certificates only, the certificate's common name as the user, and
 * an access list in which a box writes everything under its own broker and a sibling reads what is public, asks under its own name and
 * reads the answers to itself. Nothing is kept on disk: the log is each box's ledger.
 */
export function brokerConfig(at: {
  readonly port: number
  readonly folder: string
  readonly aclFile: string
  readonly user?: string
}): string {
  return [
    '# written by Gatehouse; the box writes it anew',
    `listener ${at.port}`,
    ...(at.user ? [`user ${at.user}`] : []),
    `cafile ${at.folder}/ca.crt`,
    `certfile ${at.folder}/box.crt`,
    `keyfile ${at.folder}/box.key`,
    `crlfile ${at.folder}/crl.pem`,
    'require_certificate true',
    'use_identity_as_username true',
    'allow_anonymous false',
    'tls_version tlsv1.3',
    `acl_file ${at.aclFile}`,
    'persistence false',
    'max_keepalive 60',
    'max_connections 32',
    'set_tcp_nodelay true',
    '',
  ].join('\n')
}

export function brokerAcl(site: string, device: string): string {
  const root = `gatehouse/${site}`
  return [
    `user ${device}`,
    `topic readwrite ${root}/#`,
    '',
    ...['head', 'terms', 'roster', 'standing', 'log'].map((what) => `pattern read ${root}/${what}/#`),
    `pattern write ${root}/ask/${device}/%u`,
    `pattern read ${root}/answer/${device}/%u`,
    '',
  ].join('\n')
}
