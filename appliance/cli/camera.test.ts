import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sceneJpeg } from '../recognition/scene.test.support.ts'
import { gatehouse } from './main.ts'

vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-camera-'))
const site = join(folder, 'site.toml')
const example = readFileSync(join(import.meta.dirname, '../../docs/operations/site.example.toml'), 'utf8')
const VIEW = '{ region = [[0.3, 0.3], [1, 0.3], [1, 1], [0.3, 1]], masks = [[[0.8, 0.3], [1, 0.3], [1, 1], [0.8, 1]]] }'

beforeAll(async () => {
  mkdirSync(join(folder, 'pictures'))
  mkdirSync(join(folder, 'nothing'))
  writeFileSync(join(folder, 'pictures', 'car.jpg'), await sceneJpeg('KLT4748'))
  const withCameras = example
    .replace(/^view = .*$/m, `view = ${VIEW}`)
    .replace(/^camera = \{ driver = "rpicam", camera = 0.*$/m, `camera = { driver = "folder", path = "${join(folder, 'pictures')}" }`)
    .replace(/^camera = \{ driver = "rpicam", camera = 1.*$/m, `camera = { driver = "folder", path = "${join(folder, 'nothing')}" }`)
  writeFileSync(site, withCameras)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const into = (list: string[]) => ({ write: (text: string) => list.push(text) })
  const status = await gatehouse(['camera', ...argv], { stdout: into(out), stderr: into(err) })
  return { status, out: out.join(''), err: err.join('') }
}

describe('gatehouse camera', () => {
  it('takes a picture with the lane’s camera, and shows region, masks and the plate that is left', async () => {
    const drawn = join(folder, 'new', 'entry.jpg')
    const { status, out, err } = await run(site, 'entry', '--out', drawn)
    expect([status, err]).toEqual([0, ''])
    expect(out).toContain(`${drawn}: what the camera of entry is asked to look at`)
    expect(out).toMatch(/the region is 49 % of the picture\n {2}mask 1 hides 14 % of it\n {2}KLT4748, \d+ % sure, \d+ pixels wide\n/)
    const { data, info } = await sharp(drawn).raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) =>
      [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)] as [number, number, number]
    const brightness = ([r, g, b]: readonly [number, number, number]) => r + g + b
    const taken = await sharp(join(folder, 'pictures', 'car.jpg'))
      .raw()
      .toBuffer()
    const before = (x: number, y: number) => [...taken.subarray((y * 1_280 + x) * 3, (y * 1_280 + x) * 3 + 3)] as [number, number, number]
    expect(brightness(at(100, 100))).toBeLessThan(0.6 * brightness(before(100, 100)))
    expect(brightness(at(900, 300)) - brightness(before(900, 300))).toBeLessThan(30)
    const [r, g, b] = at(384, 400) // the region's left edge is amber
    expect(r > 200 && g > 120 && b < 90).toBe(true)
  })

  it('takes a picture it is given, whole where the lane has no view', async () => {
    const drawn = join(folder, 'exit.jpg')
    const { status, out } = await run(site, 'exit', '--picture', join(folder, 'pictures', 'car.jpg'), '--out', drawn)
    expect(status).toBe(0)
    expect(out).toContain('no region: the whole picture is looked at')
  })

  it.each<[string, () => string[], number, RegExp]>([
    ['no lane', () => [site], 2, /name the site file and the lane: gatehouse camera SITE\.TOML LANE/],
    ['a lane nobody knows', () => [site, 'roof'], 2, /has no lane roof; it has entry, exit/],
    ['a picture that is not there', () => [site, 'exit', '--picture', '/nowhere.jpg'], 1, /the picture \/nowhere\.jpg cannot be opened/],
    ['a picture that is none', () => [site, 'exit', '--picture', site], 1, /not a photograph/],
    ['a camera without pictures', () => [site, 'exit'], 1, /holds no JPEG, PNG or WebP picture/],
  ])('says in one sentence what to do about %s', async (_, argv, expected, message) => {
    const { status, out, err } = await run(...argv())
    expect([status, out]).toEqual([expected, ''])
    expect(err).toMatch(message)
    expect(err.trim().split('\n')).toHaveLength(1)
  })
})
