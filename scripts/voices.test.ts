import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addVoices, voiceFile } from './voices.ts'

describe('voices beside a built page', () => {
  let folder: string
  let assets: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-voices-'))
    assets = join(folder, 'assets')
    mkdirSync(assets)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('[K23] clips of today’s texts are there; those of a text that has changed since are left out, and it is said', async () => {
    const today = await voiceFile('de')
    for (const file of [today, 'voice-en-0123456789.bin']) writeFileSync(join(folder, file), 'clips')
    expect(await addVoices(assets, folder)).toEqual(['en'])
    expect(JSON.parse(readFileSync(join(assets, 'voices.json'), 'utf8'))).toEqual({ de: `/assets/${today}` })
    expect(readdirSync(assets).sort()).toEqual([today, 'voices.json'])
  })

  it('[K23] without any the page is silent, and nothing is said of it', async () => {
    expect(await addVoices(assets, join(folder, 'nowhere'))).toEqual([])
    expect(readFileSync(join(assets, 'voices.json'), 'utf8')).toBe('{}')
  })
})
