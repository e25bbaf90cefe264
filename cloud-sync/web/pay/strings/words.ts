import type { FeeWords } from '@gatehouse/domain/fee-words/fee-words.ts'

/** Everything the driver's pages say. Functions take what the page has formatted already. */
export interface PayWords {
  readonly toPay: string
  readonly parkedFor: string
  readonly ticket: string
  readonly sameAsMachine: string
  readonly priceStays: string
  readonly breakdown: string
  readonly breakdownLater: string
  readonly total: string
  readonly vatIncluded: (rate: string) => string
  /** head of the column with the VAT of each line */
  readonly vat: (rate: string) => string
  readonly gross: string
  readonly net: string
  readonly pay: (amount: string) => string
  /** under the amount on each button; `card`: Razorpay where UPI does not reach */
  readonly provider: Readonly<Record<'stripe' | 'paypal' | 'razorpay' | 'card' | 'test', string>>
  readonly noProvider: string
  /** where to type a merchant's code, and that this page follows */
  readonly discount: string
  readonly legal: string

  readonly paid: string
  readonly driveOn: string
  readonly alreadyLeft: string
  readonly paidAtMachine: string
  readonly paidByPhone: string
  readonly exitCode: string
  readonly exitCodeNext: string
  readonly receipt: string
  readonly receiptNumber: string
  readonly entered: string
  readonly paidAt: string
  readonly method: string
  readonly vatLater: string
  readonly secondPayment: (amount: string) => string
  readonly keepPage: string
  /** paid at the machine, and the box has not told the cloud yet */
  readonly receiptLater: string
  readonly receiptLaterNext: string
  /** before the seller's number */
  readonly vatNumber: string
  readonly findReceipt: string
  readonly findReceiptText: string
  readonly showReceipt: string
  readonly noReceipt: string
  readonly noReceiptNext: string
  readonly manyReceipts: string
  readonly manyReceiptsNext: string
  /** before the address where a receipt is found again */
  readonly findReceiptAt: string

  readonly mailReceipt: string
  /** what happens to the address, beside the field */
  readonly mailConsent: string
  readonly mailSend: string
  readonly mailAsked: string
  readonly mailBad: string
  /** the address or the receipt has had its share, or the address wants none: it is not said which */
  readonly mailEnough: string
  /** in the letter: why it came */
  readonly mailWhyAsked: string
  readonly mailWhyHolder: string
  readonly mailStop: string
  readonly mailStopText: string
  readonly mailStopped: string
  /** the link of a letter that is forgotten, or none of ours */
  readonly mailLinkOld: string

  readonly nothingDue: string
  readonly nothingDueNext: string
  readonly expired: string
  readonly expiredNext: string
  readonly pending: string
  readonly pendingNext: string
  readonly unknown: string
  readonly unknownNext: string
  readonly unavailable: string
  readonly unavailableRetry: string
  readonly unavailableRefused: string
  readonly badTicket: string
  readonly badTicketNext: string
  readonly badVoucher: string
  readonly badVoucherNext: string
  readonly voucherNext: string
  readonly checkAgain: string
  readonly back: string

  readonly testTitle: string
  readonly testText: string
  readonly testPay: (amount: string) => string
  readonly testCancel: string

  readonly fee: FeeWords
}
