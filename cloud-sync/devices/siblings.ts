import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Countersignature, MemberStatement, SiblingsRequest } from '@gatehouse/domain/wire/countersign.ts'
import type { SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { keysByName, keysInForce } from '../store/device-keys.ts'
import { type KnownDevice, raiseAlert } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { authoritiesOf, elsewhere, type KnownAuthority, putRoster, putStatement, refuseMember } from '../store/siblings.ts'
import type { Sql } from '../store/sql.ts'
import type { CloudKey } from './cloud-key.ts'
import { countersign } from './countersigner.ts'
import { isStatementOf, type JudgedRoster, judgeRoster } from './judge-siblings.ts'

export type CountersignOutcome =
  | { readonly ok: true; readonly countersignature: Countersignature }
  | { readonly ok: false; readonly refusal: SyncRefusal }

export interface Siblings {
  /** A box shows the roster of its site and its own statement, and those of siblings it has; the cloud puts its name under them. */
  countersign(caller: KnownDevice, request: SiblingsRequest): Promise<CountersignOutcome>
  /** who met whom at a site, for its owner */
  met(site: string): Promise<readonly KnownAuthority[]>
  /** The owner will not have a member heard by its siblings (`refused` false: will again). False: there is no such member. */
  refuse(member: { readonly site: string; readonly device: string }, refused: boolean): Promise<boolean>
}

/** The cloud's word on boxes that met on a network of their own (rules S77–S81). */
export function openSiblings(parts: {
  readonly store: Store
  readonly now: () => EpochMs
  readonly newId: () => string
  readonly cloudKey: CloudKey
}): Siblings {
  const { store, now, cloudKey } = parts

  /** What of it was really said by those it is about; the rest is as if it had not been sent. */
  async function believed(tx: Sql, request: SiblingsRequest, roster: JudgedRoster): Promise<readonly MemberStatement[]> {
    const names = request.statements.map(({ keyId }) => keyId)
    const keys = await keysByName(tx, names)
    return request.statements.filter((said) => {
      const key = keys.get(said.keyId)
      if (key?.id !== said.device || key.site !== request.site || key.replacedAt !== null || key.revokedAt !== null) return false
      return isStatementOf(request.site, roster, said, key.signKey)
    })
  }

  /** Boxes of one site that follow two authorities do not hear each other: a person has to join the one half with the other. */
  async function compareAuthorities(tx: Sql, caller: KnownDevice, authority: string): Promise<void> {
    const others = await elsewhere(tx, caller.site, authority)
    if (others.length === 0) {
      await tx.query(`update alert set cleared_at = $2 where site_id = $1 and code = 'twoAuthorities' and cleared_at is null`, [
        caller.site,
        now(),
      ])
      return
    }
    const detail = `${caller.id} met its siblings under another authority than ${others.join(', ')}: they do not hear each other; join it with gatehouse peers join`
    await raiseAlert(tx, { id: parts.newId(), site: caller.site, device: caller.id, code: 'twoAuthorities', detail }, now())
  }

  async function wordOn(tx: Sql, site: string, authority: string): Promise<Countersignature> {
    const known = (await authoritiesOf(tx, site)).find((one) => one.authority === authority)
    const members = known?.members ?? []
    const own = cloudKey.publicKey()
    const keys = (await keysInForce(tx, now())).filter((key) => key.site === site && key.replacedAt === null && key.cloudKey === own)
    return countersign(
      cloudKey,
      {
        ...{ v: 1, site, authority, serial: known?.serial ?? 0, issuedAt: now() },
        members: members.map(({ device, certificate, standing }) => ({ device, certificate, standing })),
      },
      keys.filter(({ device }) => members.some((member) => member.device === device)),
    )
  }

  return {
    async countersign(caller, request) {
      const refuse = (error: SyncRefusal['error'], message: string): CountersignOutcome => ({ ok: false, refusal: { error, message } })
      if (request.site !== caller.site) return refuse('wrongSite', `${caller.id} is a box of ${caller.site}, not of ${request.site}`)
      const roster = judgeRoster(request)
      if (typeof roster === 'string') return refuse('broken', roster)
      const { site } = caller
      const { serial } = request.roster.body
      return store.transact(async (tx) => {
        const statements = await believed(tx, request, roster)
        if (!statements.some((said) => said.device === caller.id))
          return refuse('broken', `${caller.id} does not prove that its certificate is its own`)
        await putRoster(tx, { site, serial, authority: roster.authority, members: roster.members }, caller.id, now())
        for (const said of statements) await putStatement(tx, { ...said, site }, said.device === caller.id, now())
        await compareAuthorities(tx, caller, roster.authority)
        return { ok: true, countersignature: await wordOn(tx, site, roster.authority) }
      })
    },
    met: (site) => authoritiesOf(store, site),
    refuse: (member, refused) => refuseMember(store, member, refused ? now() : null),
  }
}
