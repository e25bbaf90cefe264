import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Enrolment } from '@gatehouse/cloud-sync/devices/enrolment.ts'
import { BOX, SITE } from './site.ts'

/** how long a box that is being put up may take to let itself in, minutes of the demo's clock */
const CLAIM_MINUTES = 1_440

/**
 * What the technician does: a claim code of the cloud's owner goes into the box's data folder, and the box lets itself in with it at its
 * next start. A box with keys that the cloud knows is left alone, one that its owner shut out too.
 */
export async function leaveClaimCode(folder: string, cloud: { readonly enrolment: Enrolment }): Promise<void> {
  const data = join(folder, 'box')
  const known = (await cloud.enrolment.boxes(SITE.id)).some(({ id, fingerprint }) => id === BOX && fingerprint !== null)
  if (known && existsSync(join(data, 'identity.json'))) return
  const claim = await cloud.enrolment.claim({ device: BOX, site: SITE.id, label: 'Simulated box', minutes: CLAIM_MINUTES })
  if ('problem' in claim) throw new Error(`The cloud gives the box no claim code: ${claim.problem}.`)
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, 'claim-code'), `${claim.code}\n`, { mode: 0o600 })
}

const LET_IN_MS = 60_000
const LOOK_MS = 20

/** Waits until the box belongs to its cloud; on one machine that takes well under a second. */
export async function letIn(box: () => { readonly sync: object | null } | null): Promise<void> {
  for (const end = performance.now() + LET_IN_MS; !box()?.sync; ) {
    if (performance.now() > end) throw new Error('The box was not let into its cloud within a minute.')
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
