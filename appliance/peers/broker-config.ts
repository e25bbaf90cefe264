import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MAX_MESSAGE_BYTES } from './hearing.ts'

/** Writes what mosquitto is started with, `mosquitto.conf` and `acl`, readable to this user only. Returns a sentence. */
export function writeBroker(at: {
  readonly site: string
  readonly device: string
  readonly own: { readonly port: number }
  /** the boxes that are told anything, this one aside */
  readonly siblings: readonly string[]
  /** the box's certificate and keys */
  readonly folder: string
  readonly into: string
}): string {
  const aclFile = join(at.into, 'acl')
  const file = join(at.into, 'mosquitto.conf')
  writeFileSync(aclFile, brokerAcl(at.site, at.device, at.siblings), { mode: 0o600 })
  // mosquitto gives up root for a user of its own, who may not read the box's key; started as anybody else it stays who it is
  writeFileSync(file, brokerConfig({ port: at.own.port, folder: at.folder, aclFile }), { mode: 0o600 })
  return `${file}: port ${at.own.port}, TLS with certificates of ${at.site} only`
}

/**
 * What mosquitto on a Pi is told (mosquitto.conf(5)): TLS with client certificates only, the certificate's common name as the user, and
 * an access list in which a box writes everything under its own broker and a sibling reads what is public, asks under its own name and
 * reads the answers to itself. Nothing is kept on disk: the log is each box's ledger. The revocation list keeps out whom the authority has
 * removed; the access list also leaves out whom it cannot remove, because it is the box that made it (N37).
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
    `message_size_limit ${MAX_MESSAGE_BYTES}`,
    'max_keepalive 60',
    'max_connections 32',
    'set_tcp_nodelay true',
    '',
  ].join('\n')
}

/** Whoever stands under no `user` may connect, and is told nothing. */
export function brokerAcl(site: string, device: string, siblings: readonly string[]): string {
  const root = `gatehouse/${site}`
  const sibling = (name: string): readonly string[] => [
    `user ${name}`,
    ...['head', 'terms', 'roster', 'standing', 'log'].map((what) => `topic read ${root}/${what}/#`),
    `topic write ${root}/ask/${device}/${name}`,
    `topic read ${root}/answer/${device}/${name}`,
    '',
  ]
  return [`user ${device}`, `topic readwrite ${root}/#`, '', ...siblings.flatMap(sibling)].join('\n')
}
