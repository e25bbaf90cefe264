/** What is odd about a stay, as one would tell it; the software's own word where it is newer than this page. */
const said: Readonly<Record<string, string>> = {
  ...{ tailgate: 'Followed another car through', freeFlow: 'Drove through an open arm', forcedOpen: 'The arm was opened by force' },
  ...{ missedExit: 'Its exit was not seen', unknownVehicle: 'Left unknown', leftUnpaid: 'Left without paying', released: 'Let out unpaid' },
  ...{
    assumedPassage: 'Passed while the box was off',
    closingLoopStuck: 'The closing loop is stuck',
    cameraDown: 'The camera saw nothing',
  },
  ...{ duplicatePayment: 'Paid twice', unknownQuote: 'Paid for an unknown price', wrongCurrency: 'Paid in another currency' },
  ...{
    paidRejectedCar: 'Paid for another car',
    pickedByDriver: 'The driver picked it from pictures',
    untrustedClock: 'The clock was not sure',
    honesty: 'The time it came in is the driver’s own word',
  },
  ...{ codeGuessing: 'Wrong exit codes', plateCorrected: 'The plate was put right', imageNotStored: 'A picture is missing' },
}

/** Their detail repeats what stands beside them: the moment the car came in. */
const plain: ReadonlySet<string> = new Set(['honesty'])

/** `code: detail` of an anomaly as words. */
export function oddWords(text: string): string {
  const [, code = text, detail = ''] = /^([A-Za-z]+): ?(.*)$/s.exec(text) ?? []
  const words = said[code]
  if (words === undefined) return text
  return detail === '' || plain.has(code) ? words : `${words}, ${detail}`
}
