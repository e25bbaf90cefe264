import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GpioError, PI_CHIPS } from './lines.ts'

/**
 * The number sysfs gives a chip's first line. A bare BCM number must never be used: since Linux 6.6 the base differs between
 * models and kernels (512, 522, 544, 571 have been seen), so line = base + BCM, and the chip is found by its label.
 */
export function sysfsBase(chip: string, root = '/sys/class/gpio'): number {
  const wanted: readonly string[] = chip === 'auto' ? PI_CHIPS : [chip]
  let names: string[]
  try {
    names = readdirSync(root).filter((name) => name.startsWith('gpiochip'))
  } catch (cause) {
    throw new GpioError(`${root} is not there: this kernel has no sysfs GPIO; choose the gpio (cdev) driver instead of onoff`, false, {
      cause,
    })
  }
  const text = (name: string, file: string) => readFileSync(join(root, name, file), 'utf8').trim()
  const found = names.map((name) => ({ label: text(name, 'label'), base: Number(text(name, 'base')) }))
  const match = wanted.flatMap((label) => found.filter((entry) => entry.label === label))[0]
  if (match) return match.base
  const seen = found.map((entry) => entry.label).join(', ') || 'none'
  throw new GpioError(`no GPIO chip labelled ${wanted.join(' or ')} (found: ${seen}): set the lane's barrier.chip in site.toml`, false)
}
