import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sceneJpeg } from '../recognition/scene.test.support.ts'
import { gatehouse } from './main.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-evaluate-'))
beforeAll(async () => {
  mkdirSync(join(folder, 'images'))
  writeFileSync(join(folder, 'images', 'a.jpg'), await sceneJpeg('KLT4748'))
  writeFileSync(join(folder, 'images', 'b.jpg'), await sceneJpeg('HLK8474'))
  writeFileSync(join(folder, 'images', 'c.jpg'), await sceneJpeg(''))
  writeFileSync(join(folder, 'images', 'd.jpg'), '')
  const row = (file: string, text: string) => `${file}\t\t\t\t\t${text}`
  writeFileSync(
    join(folder, 'labels.tsv'),
    ['file\tx\ty\tw\th\ttext', row('a.jpg', 'KLT4748'), row('b.jpg', 'HLK8470'), row('c.jpg', 'AB12'), row('d.jpg', 'AB13')].join('\n'),
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const into = (list: string[]) => ({ write: (text: string) => list.push(text) })
  const status = await gatehouse(['evaluate', ...argv], { stdout: into(out), stderr: into(err) })
  return { status, out: out.join(''), err: err.join('') }
}

describe('gatehouse evaluate', () => {
  it('counts exact, wrong and none, says how far confidence can be trusted and what a picture costs', async () => {
    const { status, out } = await run('--json', '--max-side', '480', '--threshold', '30', folder)
    const { sets, calibration, threshold } = JSON.parse(out)
    expect(threshold).toBe(0.3)
    expect(sets[0]).toMatchObject({ pictures: 4, exact: 0.25, wrong: 0.25, none: 0.5, billed: { right: 0.25, wrong: 1 } })
    expect(sets[0].refused).toEqual([{ file: join(folder, 'images', 'd.jpg'), error: 'the image is empty (0 bytes)' }])
    for (const stage of ['decode', 'detect', 'read']) expect(sets[0].cpuMs[stage]).toBeGreaterThan(0)
    expect(calibration.bins.reduce((sum: number, bin: { answers: number }) => sum + bin.answers, 0)).toBe(2)
    expect(status).toBe(1)
  })

  it('adds several folders up', async () => {
    const { out } = await run('--json', '--max-side', '480', '--threshold', '30', folder, folder)
    const { all } = JSON.parse(out)
    expect(all).toMatchObject({ set: 'all', pictures: 8, exact: 0.25, wrong: 0.25, none: 0.5, billed: { right: 0.25, wrong: 2 } })
    expect(all.refused).toHaveLength(2)
  })

  it('prints tables for people', async () => {
    const { out } = await run('--max-side', '480', folder)
    expect(out).toMatch(/^set +pictures +exact \(95 %\) +wrong +none +billed at 80 %/)
    expect(out).toMatch(/expected calibration error \d+\.\d %/)
    expect(out).toContain('could not be read:')
  })

  it.each<[string, string[], number, RegExp]>([
    ['no folder', [], 2, /name a folder with labels\.tsv/],
    ['a folder without labels', [join(folder, 'images')], 1, /has no labels\.tsv/],
    ['a threshold that is none', ['--threshold', 'high', folder], 2, /--threshold high: a whole number from 1 to 100/],
  ])('refuses %s in one sentence', async (_, argv, expected, message) => {
    const { status, out, err } = await run(...argv)
    expect([status, out]).toEqual([expected, ''])
    expect(err).toMatch(message)
  })
})
