import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { labelledPictures, wilson } from './recognition.ts'

it('gives the interval of Wilson, also at the ends', () => {
  // Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662
  expect(wilson(81, 263).map((p) => p.toFixed(2))).toEqual(['25.53', '36.62'])
  expect(wilson(0, 20).map((p) => p.toFixed(1))).toEqual(['0.0', '16.1'])
  expect(wilson(20, 20)[1]).toBe(100)
})

it('reads labels, several plates in one picture included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-labels-'))
  mkdirSync(join(folder, 'images'))
  writeFileSync(join(folder, 'labels.tsv'), 'file\tx\ty\tw\th\ttext\na.jpg\t1\t2\t3\t4\tAB12\nb.jpg\t\t\t\t\tCD34\nb.jpg\t\t\t\t\tEF56\n')
  expect(labelledPictures(folder)).toEqual([
    { file: join(folder, 'images', 'a.jpg'), texts: ['AB12'] },
    { file: join(folder, 'images', 'b.jpg'), texts: ['CD34', 'EF56'] },
  ])
  rmSync(folder, { recursive: true })
})
