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
    ...['head', 'terms', 'roster', 'log'].map((what) => `pattern read ${root}/${what}/#`),
    `pattern write ${root}/ask/${device}/%u`,
    `pattern read ${root}/answer/${device}/%u`,
    '',
  ].join('\n')
}
