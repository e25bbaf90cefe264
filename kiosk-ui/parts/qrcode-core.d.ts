/** The part of `qrcode` that makes the matrix: the package's types cover only its whole, which draws in ways not used here. */
declare module 'qrcode/lib/core/qrcode.js' {
  export function create(
    text: string,
    options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' },
  ): { readonly version: number; readonly modules: { readonly size: number; get(row: number, column: number): number | boolean } }
}
