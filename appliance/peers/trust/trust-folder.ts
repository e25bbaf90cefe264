import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MAX_MEMBERS, type Member, type Roster } from '@gatehouse/domain/wire/roster.ts'
import * as v from 'valibot'
import type { PeerRefusal } from '../refusals.ts'
import { type Credentials, certify, makeAuthority, makeKey, revocationList } from './authority.ts'
import { judgeRoster, readRoster, signRoster } from './roster.ts'

/** What makes this box a member of its site: its own credentials, the authority's certificate, and the roster. */
export interface Membership {
  readonly site: string
  readonly device: string
  readonly authority: string
  readonly box: Credentials
  readonly roster: Roster
  /** this box made the authority and can let others in */
  readonly canInvite: boolean
}

export interface Address {
  readonly host: string
  readonly port: number
}

/**
 * Files under `<data>/peers`, readable by this user (and, on a Pi, the broker's group): `ca.crt`, `ca.key` (first box only), `box.crt`,
 * `box.key`, `roster.json`, `crl.pem`, `countersigned.json` (the cloud's word on the roster), `standings.json` (since when it says so),
 * `refused.json` (whom this box's broker turns away, by that word). Each is written whole or not at all.
 */
export function trustFolder(dataDir: string, site: string, device: string) {
  const folder = join(dataDir, 'peers')
  const path = (name: string): string => join(folder, name)
  const read = (name: string): string | null => (existsSync(path(name)) ? readFileSync(path(name), 'utf8') : null)
  const write = (name: string, text: string, mode: number): void => {
    mkdirSync(folder, { recursive: true, mode: 0o750 })
    writeFileSync(`${path(name)}.new`, text, { mode })
    chmodSync(`${path(name)}.new`, mode)
    handOver([folder, `${path(name)}.new`])
    renameSync(`${path(name)}.new`, path(name))
  }
  /** A technician's sudo must not leave files that the box's own user cannot read. */
  const handOver = (paths: readonly string[]): void => {
    if (process.getuid?.() !== 0) return
    const { uid, gid } = statSync(dataDir)
    for (const one of paths) chownSync(one, uid, gid)
  }
  const keepRoster = (roster: Roster): void => {
    write('crl.pem', roster.body.revocation, 0o640)
    write('roster.json', `${JSON.stringify(roster, null, 2)}\n`, 0o640)
  }

  function membership(): Membership | null {
    const [authority, key, certificate, text] = [read('ca.crt'), read('box.key'), read('box.crt'), read('roster.json')]
    if (!authority || !key || !certificate || !text) return null
    const roster = readRoster(text, authority, site)
    if (!roster)
      throw new Error(
        `${path('roster.json')} is not signed by ${path('ca.crt')} for site ${site}: remove ${folder} and join the site again`,
      )
    return { site, device, authority, box: { key, certificate }, roster, canInvite: existsSync(path('ca.key')) }
  }

  /** the authority's word on who belongs, one serial on */
  async function rule(change: (body: Roster['body']) => Pick<Roster['body'], 'members' | 'removed'>): Promise<Roster> {
    const [key, certificate, text] = [read('ca.key'), read('ca.crt'), read('roster.json')]
    const current = certificate && text ? readRoster(text, certificate, site) : null
    if (!key || !certificate || !current) throw new Error('only the first box of the site can change who belongs to it: run this there')
    const next = change(current.body)
    const revocation = await revocationList(
      { key, certificate },
      next.removed.map((one) => one.certificate),
    )
    const roster = signRoster({ v: 1, site, serial: current.body.serial + 1, ...next, revocation }, key)
    keepRoster(roster)
    return roster
  }

  /** makes the site's authority on this box, once */
  async function found(address: Address): Promise<Membership> {
    const already = membership()
    if (already) return already
    const authority = await makeAuthority(site)
    const { key, publicKey } = await makeKey()
    const certificate = await certify(authority, device, publicKey)
    write('ca.key', authority.key, 0o600)
    write('ca.crt', authority.certificate, 0o644)
    write('box.key', key, 0o640)
    write('box.crt', certificate, 0o644)
    const members = [{ device, ...address, certificate }]
    const revocation = await revocationList(authority, [])
    keepRoster(signRoster({ v: 1, site, serial: 1, members, removed: [], revocation }, authority.key))
    return membership() as Membership
  }

  /** members that were shut out by their owner, as far as this box has heard */
  function refused(): readonly string[] {
    try {
      return v.parse(v.array(v.string()), JSON.parse(read('refused.json') ?? '[]'))
    } catch {
      // it is written anew from the cloud's word
      return []
    }
  }

  function nextAside(): string {
    for (let n = 1; ; n++) if (!existsSync(`${folder}-before-${n}`)) return `${folder}-before-${n}`
  }

  return {
    folder,
    membership,
    /** when the roster last changed here, for whoever watches; 0: there is none */
    changedAt: (): number => (existsSync(path('roster.json')) ? statSync(path('roster.json')).mtimeMs : 0),
    found,
    /** signs a joining box's key and puts it on the roster; one of the same name takes its place */
    async admit(
      joining: { readonly device: string; readonly publicKey: string } & Address,
    ): Promise<{ certificate: string; roster: Roster }> {
      const [key, ca] = [read('ca.key'), read('ca.crt')]
      if (!key || !ca) throw new Error('only the first box of the site can let others in: run this there')
      const { device: name, host, port, publicKey } = joining
      if (name === device) throw new Error(`a box calls itself ${name}, and that is this box: give it another [box] id in its site.toml`)
      const certificate = await certify({ key, certificate: ca }, name, publicKey)
      const roster = await rule(({ members, removed }) => {
        const before = members.find((one) => one.device === name)
        const others = members.filter((one) => one.device !== name)
        if (others.length >= MAX_MEMBERS) throw new Error(`a site has at most ${MAX_MEMBERS} boxes: remove one first`)
        const gone = before ? [...removed, { device: name, certificate: before.certificate }] : removed
        return { members: [...others, { device: name, host, port, certificate }], removed: gone }
      })
      return { certificate, roster }
    },
    expel: (name: string): Promise<Roster> =>
      rule(({ members, removed }) => {
        const before = members.find((one) => one.device === name)
        if (!before || name === device) throw new Error(`${name} is not one of the other boxes of this site`)
        return {
          members: members.filter((one) => one !== before),
          removed: [...removed, { device: name, certificate: before.certificate }],
        }
      }),
    /** what a joining box was given */
    join(given: { readonly key: string; readonly certificate: string; readonly authority: string; readonly roster: Roster }): void {
      write('ca.crt', given.authority, 0o644)
      write('box.key', given.key, 0o640)
      write('box.crt', given.certificate, 0o644)
      keepRoster(given.roster)
    },
    /** a roster a sibling passed on: taken when the authority signed it and it is newer; `same`: it is the one here */
    takeRoster(text: string): 'taken' | 'same' | PeerRefusal {
      const [authority, current] = [read('ca.crt'), read('roster.json')]
      const known = authority && current ? readRoster(current, authority, site) : null
      if (!authority || !known) return 'same'
      const told = judgeRoster(text, authority, site)
      if (typeof told === 'string') return told
      if (told.body.serial === known.body.serial) return 'same'
      if (told.body.serial < known.body.serial) return 'outdated'
      keepRoster(told)
      return 'taken'
    },
    /** the newest word of the cloud on this site, as text; null: none yet */
    countersigned: (): string | null => read('countersigned.json'),
    keepCountersigned: (text: string): void => write('countersigned.json', text, 0o640),
    standings: (): string | null => read('standings.json'),
    keepStandings: (text: string): void => write('standings.json', text, 0o640),
    /** whom this box's broker tells anything, itself aside: everybody on the roster but members that were shut out (N37) */
    siblings: (): readonly string[] =>
      (membership()?.roster.body.members ?? []).map((one) => one.device).filter((one) => one !== device && !refused().includes(one)),
    refused,
    /** written only when it says something new: the broker is started anew by it */
    keepRefused(devices: readonly string[]): void {
      if (devices.join() !== refused().join()) write('refused.json', JSON.stringify(devices), 0o640)
    },
    /**
     * Makes a new authority on this box, for when the box that made the old one is lost or shut out (N38). What was is put aside, not
     * thrown away. The other boxes stay under the old one until they join this one. Returns where the old files are.
     */
    async renew(address: Address): Promise<{ readonly membership: Membership; readonly aside: string }> {
      const before = membership()
      if (!before)
        throw new Error('this box has not joined its siblings: on the first box of a site, gatehouse peers invite makes the authority')
      if (before.canInvite) throw new Error('this box made the authority of its site: it can let others in and remove them as it is')
      const aside = nextAside()
      renameSync(folder, aside)
      return { membership: await found(address), aside }
    },
  }
}
export type TrustFolder = ReturnType<typeof trustFolder>
export type { Member }
