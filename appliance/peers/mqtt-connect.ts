import { X509Certificate } from 'node:crypto'
import type { TcpNetConnectOpts } from 'node:net'
import type { ConnectionOptions, PeerCertificate } from 'node:tls'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import type { Credentials } from './trust/authority.ts'

/**
 * A client of one member's broker over TLS. Both ends show certificates of the site's authority, and the broker's must be that of
 * the box we mean, wherever it stands on the network (N23): its name, and the very certificate on the list, so that nobody who holds the
 * authority's key can stand in for it. Connects and reconnects by itself.
 */
export function connectMember(options: {
  readonly member: { readonly device: string; readonly host: string; readonly port: number; readonly certificate?: string }
  readonly self: string
  readonly box: Credentials
  readonly authority: string
  /** 5, so that refusals carry reasons; 4 for brokers that know no better */
  readonly protocolVersion?: 4 | 5
  readonly reconnectMs?: number
}): MqttClient {
  const { member, self, box, authority } = options
  const settings: IClientOptions & Pick<ConnectionOptions, 'checkServerIdentity'> & Pick<TcpNetConnectOpts, 'noDelay'> = {
    ...{ protocol: 'mqtts', host: member.host, port: member.port, clientId: self, clean: true },
    protocolVersion: options.protocolVersion ?? 5,
    ...{ key: box.key, cert: box.certificate, ca: authority, minVersion: 'TLSv1.3', rejectUnauthorized: true },
    servername: member.device,
    // a second small message does not wait for the first one's acknowledgement
    noDelay: true,
    checkServerIdentity: (_host: string, { subject, raw }: PeerCertificate) => {
      if (subject.CN !== member.device) return new Error(`the box at ${member.host} is not ${member.device}`)
      const isListed = member.certificate === undefined || new X509Certificate(member.certificate).raw.equals(raw)
      return isListed
        ? undefined
        : new Error(`the box at ${member.host} says it is ${member.device}, under another certificate than the list has`)
    },
    ...{ reconnectPeriod: options.reconnectMs ?? 2_000, connectTimeout: 5_000, keepalive: 10, resubscribe: false },
    // a broker that says no today may say yes tomorrow: this box goes on asking
    reconnectOnConnackError: true,
  }
  const client = connect(settings)
  // brokers that only know 3.1.1 are asked again in that
  client.on('error', (error) => {
    if (/protocol version/i.test(error.message)) client.options.protocolVersion = 4
  })
  return client
}
