import { gzipSync } from 'node:zlib'

/** What a phone must fetch before a pay page can be read: KB of HTML, the same gzipped, and how many further requests. */
export async function weighPage(
  url: string,
): Promise<{ readonly kb: number; readonly gzippedKb: number; readonly furtherRequests: number }> {
  const page = await fetch(url, { headers: { 'accept-language': 'de', accept: 'text/html' } })
  const html = await page.text()
  return {
    kb: Buffer.byteLength(html) / 1_024,
    gzippedKb: gzipSync(html).byteLength / 1_024,
    furtherRequests: [...html.matchAll(/<(?:link|script|img)\b[^>]*\b(?:href|src)="(?!data:)[^"]+"/g)].length,
  }
}
