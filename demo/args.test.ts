import { describe, expect, it } from 'vitest'
import { readArgs } from './args.ts'

const run = (...argv: string[]) => readArgs(argv)

describe('npm start options', () => {
  it('has defaults a person expects', () => {
    expect(run()).toEqual({
      kind: 'run',
      options: { once: false, offline: false, lan: false, photos: null, port: 8080, cloudPort: 8090, data: null, seed: null },
    })
  })
  it('takes all of them', () => {
    expect(run('--once', '--offline', '--lan', '--photos', 'x', '--port=0', '--cloud-port', '9', '--data', 'd', '--seed', '7')).toEqual({
      kind: 'run',
      options: { once: true, offline: true, lan: true, photos: 'x', port: 0, cloudPort: 9, data: 'd', seed: 7 },
    })
  })
  it('helps', () => expect(run('--once', '--help')).toEqual({ kind: 'help' }))
  it.each([
    [['--onec'], '--onec is not an option'],
    [['--once', '--nice=1'], '--nice=1 is not an option'],
    [['fast'], '"fast" was not expected'],
    [['--port', 'http'], '--port wants a whole number from 0 to 65535, not "http".'],
    [['--port', '70000'], '--port wants'],
    [['--port', '8090'], 'are both 8090'],
    [['--seed', '-1'], '--seed wants'],
    [['--photos'], '--photos wants a value'],
    [['--photos='], '--photos wants a folder.'],
    [['--once=yes'], '--once takes no value'],
  ])('%j is one clear sentence', (argv, sentence) => {
    const asked = run(...argv)
    expect(asked.kind).toBe('wrong')
    expect(asked.kind === 'wrong' && asked.sentence).toContain(sentence)
    expect(asked.kind === 'wrong' && asked.sentence).not.toContain('\n')
  })
})
