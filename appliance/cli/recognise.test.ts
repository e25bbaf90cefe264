import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sceneJpeg } from '../recognition/scene.test.support.ts'
import { gatehouse } from './main.ts'
import { jsonLine, tableRows } from './recognise-output.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-recognise-'))
beforeAll(async () => {
  mkdirSync(join(folder, 'sub'))
  mkdirSync(join(folder, 'empty'))
  writeFileSync(join(folder, 'b.jpg'), await sceneJpeg('KLT4748'))
  writeFileSync(join(folder, 'sub', 'a.JPG'), await sceneJpeg(''))
  writeFileSync(join(folder, 'zero.png'), '')
  writeFileSync(join(folder, 'notes.txt'), 'not looked at')
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const into = (list: string[]) => ({ write: (text: string) => list.push(text) })
  const status = await gatehouse(['recognise', ...argv], { stdout: into(out), stderr: into(err) })
  return { status, out: out.join(''), err: err.join('') }
}

describe('gatehouse recognise', () => {
  it('prints one JSON line a picture, in order, and ends with 1 when one could not be read', async () => {
    const { status, out, err } = await run(
      '--json',
      '--threads',
      '1',
      '--max-side',
      '480',
      folder,
      join(folder, 'missing.jpg'),
      join(folder, 'empty'),
    )
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ file }) => file.slice(folder.length + 1))).toEqual(['b.jpg', 'sub/a.JPG', 'zero.png', 'missing.jpg', 'empty'])
    expect(lines[0]).toEqual({
      file: join(folder, 'b.jpg'),
      ms: expect.any(Number),
      plates: [
        {
          text: 'KLT4748',
          confidence: expect.any(Number),
          box: [expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)],
          candidates: expect.any(Array),
        },
      ],
    })
    expect(lines[0].plates[0].candidates[0]).toEqual({ text: 'KLT4748', p: lines[0].plates[0].confidence })
    expect(lines[1].plates).toEqual([])
    expect(lines.slice(2).map(({ error }) => error)).toEqual([
      'the image is empty (0 bytes)',
      'there is no such file',
      'there are no pictures in this folder',
    ])
    expect([status, err]).toEqual([1, ''])
  })

  it('prints a table for people', async () => {
    const { status, out } = await run('--max-side', '480', '--regions', 'eu,BR', join(folder, 'b.jpg'))
    expect(status).toBe(0)
    expect(out).toMatch(/^picture +plate +sure +ms\n.*b\.jpg +│ KLT4748 │ +\d+ % +\d+\n$/)
  })

  it.each<[string, string[], RegExp]>([
    ['an unknown flag', ['--fast', 'x.jpg'], /Unknown option '--fast'/],
    ['no picture', ['--json'], /name the pictures or folders/],
    ['threads that are no number', ['--threads', 'many', 'x.jpg'], /--threads many: a whole number from 1 to 16/],
    ['too large a side', ['--max-side', '9999', 'x.jpg'], /--max-side 9999: a whole number from 320 to 2048/],
    ['an unknown engine', ['--engine', 'magic', 'x.jpg'], /--engine magic: ppocr, gatehouse, cards are there/],
    ['one card alone', ['--engine', 'cards', '--reader', 'r.json', 'x.jpg'], /--detector and --reader go together/],
    ['an unknown region', ['--regions', 'mars', 'x.jpg'], /--regions mars: no country or region/],
  ])('refuses %s in one sentence', async (_, argv, message) => {
    const { status, out, err } = await run(...argv)
    expect([status, out]).toEqual([2, ''])
    expect(err).toMatch(message)
    expect(err.trim().split('\n')).toHaveLength(1)
  })

  it('draws what it read into a copy of each picture', async () => {
    const drawings = join(folder, 'drawings')
    const { status, out } = await run('--json', '--max-side', '480', '--explain', drawings, join(folder, 'b.jpg'))
    expect(status).toBe(0)
    const line = JSON.parse(out)
    expect(line.explained).toBe(join(drawings, '0001-b.jpg'))
    const [x, y, w] = line.plates[0].box
    const { data: pixels, info } = await sharp(line.explained).raw().toBuffer({ resolveWithObject: true })
    const [r, g, b] = pixels.subarray((y * info.width + Math.round(x + w / 2)) * 3)
    expect([info.width, g! > r! && g! > b!]).toEqual([1_280, true]) // the frame of a sure plate is green
  })

  it('explains itself', async () => {
    const { status, out } = await run('--help')
    expect(status).toBe(0)
    for (const flag of ['--json', '--explain', '--engine', '--regions', '--threads', '--max-side']) expect(out).toContain(flag)
  })
})

describe('what recognise prints', () => {
  const plate = {
    text: 'AB12',
    confidence: 0.5,
    chars: [...'AB12'].map((char, i) => [{ char, p: i === 1 ? 0.5 : 0.99 }]),
    candidates: [],
    box: [1, 2, 3, 4],
    frames: 1,
  } as const

  it('underlines what it doubts, where the terminal can', () => {
    expect(tableRows({ file: 'a', ms: 1, plates: [plate] }, 3, true)[0]).toContain('│ A\u001b[4mB\u001b[0m12 │')
    expect(tableRows({ file: 'a', ms: 1, plates: [plate] }, 3, false)[0]).toContain('│ AB12 │')
  })

  it('keeps the end of a long name, and says when there is no plate', () => {
    expect(tableRows({ file: '/very/long/name.jpg', ms: 7, plates: [] }, 9, false)).toEqual([`…name.jpg  no plate${' '.repeat(20)}7`])
  })

  it('keeps errors as they are', () => expect(jsonLine({ file: 'a', error: 'b' })).toBe('{"file":"a","error":"b"}'))
})
