import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStore } from '@gatehouse/appliance/peers/testing/memory-store.ts'
import { entered, left, T0 } from '@gatehouse/appliance/peers/testing/visits.ts'
import { makeKey } from '@gatehouse/appliance/peers/trust/authority.ts'
import { certificateName, makeStatement } from '@gatehouse/appliance/peers/trust/countersigned.ts'
import { trustFolder } from '@gatehouse/appliance/peers/trust/trust-folder.ts'
import type { HeadMessage } from '@gatehouse/appliance/peers/wire.ts'
import { openCloudKey } from '@gatehouse/cloud-sync/devices/cloud-key.ts'
import { countersign } from '@gatehouse/cloud-sync/devices/countersigner.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import type { SiblingsReply, SiblingsRequest, StandingMessage } from '@gatehouse/domain/wire/countersign.ts'
import type { Roster } from '@gatehouse/domain/wire/roster.ts'

/** Two boxes of one site and their cloud, as a release has them talk about who belongs together. Real keys, made for this alone. */
export interface SiblingsWire {
  readonly site: string
  /** the box that speaks; the other one is `box-2`, which nobody has let in */
  readonly device: string
  /** public halves of its enrolment, base64url */
  readonly signKey: string
  readonly agreeKey: string
  /** what it agreed on with that cloud, base64url */
  readonly secret: string
  readonly request: SiblingsRequest
  readonly reply: SiblingsReply
  /** what stands on its broker */
  readonly retained: { readonly head: HeadMessage; readonly terms: unknown; readonly roster: Roster; readonly standing: StandingMessage }
}

export async function siblingsConversation(): Promise<SiblingsWire> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-wire-'))
  try {
    const [site, device] = ['site-1', 'box-1']
    const trust = trustFolder(folder, site, device)
    await trust.found({ host: '192.0.2.1', port: 8884 })
    await trust.admit({ device: 'box-2', publicKey: (await makeKey()).publicKey, host: '192.0.2.2', port: 8884 })
    const membership = trust.membership()
    if (!membership) throw new Error('the authority was not made')
    const { authority, roster } = membership
    const cloudKey = openCloudKey(join(folder, 'agreement-key.pem'))
    cloudKey.make()
    const sign = generateKeyPairSync('ed25519')
    const signKey = sign.publicKey.export({ format: 'jwk' }).x ?? ''
    const agreeKey = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? ''
    const statement = makeStatement(membership, { keyId: keyThumbprint(signKey), key: sign.privateKey })
    const members = roster.body.members.map((member) => ({
      ...{ device: member.device, certificate: certificateName(member.certificate) },
      standing: member.device === device ? ('known' as const) : ('unknown' as const),
    }))
    const countersignature = countersign(
      cloudKey,
      { v: 1, site, authority: certificateName(authority), serial: roster.body.serial, issuedAt: T0, members },
      [{ device, agreeKey }],
    )
    const log = memoryStore(device, site)
    log.write([entered('s1'), left('s1', T0 + 1)])
    return {
      ...{ site, device, signKey, agreeKey, secret: Buffer.from(cloudKey.agree(agreeKey)).toString('base64url') },
      request: { v: 1, site, authority, roster, statements: [statement] },
      reply: { v: 1, countersignature },
      retained: {
        head: { v: 1, ...log.ownHeads(), cloud: true },
        terms: log.ownTerms(),
        ...{ roster, standing: { v: 1, statement, countersignature } },
      },
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
