import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { PictureBytes } from '../store/picture-bytes.ts'
import { erasePicturesPastTheirDays, isPictureKnown, isPictureShown, pictureHasLeft, picturesLeaving } from '../store/pictures.ts'
import type { Sql } from '../store/sql.ts'

const AT_ONCE = 500
/** an upload broken off is not taken up again after this */
const PART_LIFE_MS = DAY_MS

/** Erases what is past its days and removes the bytes of whatever was erased; returns how many pictures' bytes went. */
export async function sweepPictures(sql: Sql, bytes: PictureBytes, now: EpochMs): Promise<number> {
  await erasePicturesPastTheirDays(sql, now)
  const leaving = await picturesLeaving(sql, AT_ONCE)
  for (const { site, ref, sha256 } of leaving) {
    await bytes.exclusive(sha256, async () => {
      await pictureHasLeft(sql, site, ref)
      if (!(await isPictureShown(sql, site, sha256))) await bytes.remove(site, sha256)
    })
  }
  return leaving.length
}

/** Removes what a kill left behind: parts nobody went on with, bytes without a row. `machineNow`: the clock of the files. */
export const sweepStrays = (sql: Sql, bytes: PictureBytes, machineNow: number): Promise<number> =>
  bytes.sweep(machineNow - PART_LIFE_MS, (sha256) => isPictureKnown(sql, sha256))
