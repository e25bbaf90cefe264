import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

// The decoder's own wasm, out of its package: nothing is fetched.
const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer } })

/** The text of the one QR code in a picture (PNG or JPEG), as zxing, the decoder in most phones, reads it; null when it cannot. */
export async function readQr(picture: Uint8Array): Promise<string | null> {
  const [found] = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true })
  return found?.isValid ? found.text : null
}
