import type { Marcher } from './march.ts'
import type { Rgb, Setting } from './settings.ts'

/**
 * Light that falls on a point with a normal: sky and ground, lamps, sun. `open` is how much of the surroundings it sees;
 * `shade` asks for the shadows the car throws. The answer is left in `light`.
 */
export function irradianceOf(
  setting: Setting,
  { shadow }: Marcher,
  light: Rgb,
): (x: number, y: number, z: number, nx: number, ny: number, nz: number, open: number, shade: boolean) => void {
  return (x: number, y: number, z: number, nx: number, ny: number, nz: number, open: number, shade: boolean): void => {
    const up = ny * 0.5 + 0.5
    for (let i = 0; i < 3; i++) light[i] = ((setting.above[i] as number) * up + (setting.below[i] as number) * (1 - up)) * open
    for (const lamp of setting.lamps) {
      const lx = lamp.at[0] - x
      const ly = lamp.at[1] - y
      const lz = lamp.at[2] - z
      const r2 = lx * lx + ly * ly + lz * lz
      const r = Math.sqrt(r2)
      const facing = (nx * lx + ny * ly + nz * lz) / r
      if (facing <= 0) continue
      const seen =
        shade && lamp.casts
          ? shadow(x + nx * 0.01, y + ny * 0.01, z + nz * 0.01, lx / r, ly / r, lz / r, 9)
          : lamp.casts
            ? 1
            : 0.12 + 0.88 * open
      const k = (facing * seen) / (r2 + 0.6)
      light[0] += lamp.colour[0] * k
      light[1] += lamp.colour[1] * k
      light[2] += lamp.colour[2] * k
    }
    const sun = setting.sun
    if (sun) {
      const facing = nx * sun.to[0] + ny * sun.to[1] + nz * sun.to[2]
      if (facing > 0) {
        const k = facing * (shade ? shadow(x + nx * 0.01, y + ny * 0.01, z + nz * 0.01, sun.to[0], sun.to[1], sun.to[2], 26) : 1)
        light[0] += sun.colour[0] * k
        light[1] += sun.colour[1] * k
        light[2] += sun.colour[2] * k
      }
    }
  }
}
