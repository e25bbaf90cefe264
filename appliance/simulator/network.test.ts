import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNetwork } from './network.ts'
import { payBehindQr, payForm } from './phone.ts'

const server = createServer((request, response) => {
  const { url = '', method, headers } = request
  const page = (text: string): void => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(text)
  }
  if (url === '/slow') return void response.writeHead(200).write('first')
  if (url === '/Q/ABC')
    return page(
      '<form method="post" action="/Q/ABC/checkout"><input type="hidden" name="t" value="a&amp;b"><button>Pay 7.50</button></form>',
    )
  if (url === '/Q/ABC/checkout' && method === 'POST') {
    response.writeHead(303, { location: '/test/1', 'set-cookie': 'browser=42; Path=/' })
    return void response.end()
  }
  if (url === '/test/1')
    return page(
      '<form method="post" action="/test/1/cancel"><button>Cancel</button></form><form method="post" action="/test/1/pay"><button name="how" value="ok">Pay</button></form>',
    )
  if (url === '/test/1/pay' && headers.cookie === 'browser=42') return page('<h1>Paid</h1>')
  response.writeHead(404).end('no')
})
let base = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.closeAllConnections())
afterAll(() => server.close())

describe('network', () => {
  it('carries calls until it is cut, and again once restored', async () => {
    const network = createNetwork()
    expect((await network.fetch(`${base}/Q/ABC`)).status).toBe(200)
    network.cut()
    await expect(network.fetch(`${base}/Q/ABC`)).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'ENETUNREACH' } })
    network.restore()
    expect((await network.fetch(`${base}/Q/ABC`)).status).toBe(200)
  })
  it('breaks off answers under way', async () => {
    const network = createNetwork()
    const answer = await network.fetch(`${base}/slow`)
    const reading = answer.text()
    network.cut()
    await expect(reading).rejects.toThrow('fetch failed')
  })
  it('tells who listens, once per change', () => {
    const network = createNetwork()
    const heard: boolean[] = []
    network.subscribe((online) => heard.push(online))
    network.cut()
    network.cut()
    network.restore()
    expect(heard).toEqual([false, true])
  })
})

describe('phone', () => {
  it('presses its way through the payment, with the cookie it was given', async () => {
    expect(await payBehindQr(`${base.replace('http', 'HTTP')}/Q/ABC`)).toBe(true)
  })
  it('says no when the page is not there', async () => {
    expect(await payBehindQr(`${base}/Q/NO`)).toBe(false)
  })
  it('reads a form as a browser would', () => {
    const form = payForm(
      '<form action="/p" method="POST"><input name="a" value="1&amp;2"><input type=submit name="no"><button name=go value=yes>Pay</button></form>',
    )
    expect(form?.action).toBe('/p')
    expect(String(form?.fields)).toBe('a=1%262&go=yes')
    expect(payForm('<p>Thank you</p>')).toBeNull()
  })
})
