import type { GpioLines, GpioRequest } from './lines.ts'

/** Opens a lane's lines with the driver named in site.toml: `gpio` is the character device, `onoff` is sysfs. Loaded only when chosen. */
export async function openGpio(driver: 'gpio' | 'onoff', request: GpioRequest): Promise<GpioLines> {
  if (driver === 'onoff') return (await import('./onoff.ts')).openOnoff(request)
  return (await import('./cdev.ts')).openCdev(request)
}
