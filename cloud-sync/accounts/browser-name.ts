/** What a browser calls itself → words its owner knows it by: "Firefox on Android". Only these names are ever kept. */
export function browserName(userAgent: string): string {
  const first = (names: readonly (readonly [RegExp, string])[], otherwise: string) =>
    names.find(([sign]) => sign.test(userAgent))?.[1] ?? otherwise
  return `${first(browsers, 'A browser')} on ${first(systems, 'another system')}`
}

// every browser names those whose pages it wants to be shown: the rarer names come first
const browsers = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const systems = [
  [/iPhone/, 'an iPhone'],
  [/iPad/, 'an iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'a Mac'],
  [/CrOS/, 'a Chromebook'],
  [/Linux/, 'Linux'],
] as const
