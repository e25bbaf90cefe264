import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** `pid start-time`: a pid alone may be somebody else's by now. */
interface Claim {
  readonly pid: number
  readonly startedAt: string
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces. Null when there is no such process. */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    return isAlive(pid) ? 'unknown' : null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const claimFile = (folder: string) => join(folder, 'owner')

/** Marks the folder as ours, or throws naming the living process that has it. */
export function claim(folder: string): void {
  const mine = `${process.pid} ${startTime(process.pid)}`
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(claimFile(folder), mine, { flag: 'wx', mode: 0o600 })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(folder, error)
      const owner = readClaim(folder)
      if (owner && startTime(owner.pid) === owner.startedAt) {
        throw new Error(`the data folder ${folder} is in use by process ${owner.pid}: stop it first, or choose another folder`)
      }
      rmSync(claimFile(folder), { force: true })
    }
  }
  throw new Error(`the data folder ${folder} was taken by another process just now: try again`)
}

/** True while a living process, or a server it left behind, has the folder. */
export function isClaimed(folder: string): boolean {
  const owner = readClaim(folder)
  const server = readPid(join(folder, 'cluster', 'postmaster.pid'))
  return (owner !== null && startTime(owner.pid) === owner.startedAt) || (server !== null && isPostgresOf(server, join(folder, 'cluster')))
}

export function releaseClaim(folder: string): void {
  rmSync(claimFile(folder), { force: true })
}

function readClaim(folder: string): Claim | null {
  try {
    const [pid, startedAt] = readFileSync(claimFile(folder), 'utf8').split(' ')
    return pid && startedAt ? { pid: Number(pid), startedAt } : null
  } catch {
    return null
  }
}

function unusable(folder: string, cause: unknown): Error {
  return new Error(`cannot write in the data folder ${folder}: ${cause instanceof Error ? cause.message : cause}`, { cause })
}

/**
 * A server whose parent was killed still runs and holds the cluster: shut it down. A pid file left by a power cut may name
 * a process that is something else today: then only the file goes.
 */
export async function stopLeftover(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  const pid = readPid(file)
  if (pid === null) return
  if (!isPostgresOf(pid, cluster)) {
    rmSync(file, { force: true })
    return
  }
  process.kill(pid, 'SIGINT')
  for (let waited = 0; isPostgresOf(pid, cluster); waited += 50) {
    if (waited === 10_000) process.kill(pid, 'SIGQUIT')
    if (waited > 20_000) throw new Error(`a Postgres left over from before (process ${pid}) does not stop: end it by hand`)
    await sleep(50)
  }
}

function readPid(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null
  } catch {
    return null
  }
}

function isPostgresOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  try {
    // a postmaster rewrites nothing of its argument list, so -D <cluster> stays visible
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)
  } catch {
    return process.platform !== 'linux'
  }
}
