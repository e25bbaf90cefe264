import { readFileSync } from 'node:fs'
import { languageCodes } from '@gatehouse/domain/language.ts'
import { describe, expect, it } from 'vitest'

/** The phone's page and the exit's screen are two deployables; what one says about the other has to be what the other shows. */
const textOf = (path: string, key: string): string => {
  const source = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
  return new RegExp(`^\\s*${key}: '(.*)',$`, 'm').exec(source)?.[1] ?? ''
}

describe('the words of phone and screen', () => {
  it.each(languageCodes)('[Y17] the page names the button as the screen shows it (%s)', (code) => {
    const button = textOf(`kiosk-ui/strings/${code}.ts`, 'haveCode')
    expect(button.length).toBeGreaterThan(4)
    expect(textOf(`cloud-sync/web/pay/strings/${code}.ts`, 'exitCodeNext')).toContain(button)
  })
})
