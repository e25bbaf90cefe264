import { counting } from '../count.ts'
import type { CarWords } from '../en/car.ts'

const n = counting('ar')

export const car: CarWords = {
  method: { terminal: 'بالبطاقة عند الجهاز', remote: 'بالهاتف', exitCode: 'بالهاتف مع رمز خروج', cash: 'نقدًا' },
  outcome: {
    paid: 'مدفوع',
    free: 'مجاني',
    permit: 'تصريح',
    attendant: 'فُتح يدويًا',
    owed: 'خرج دون دفع',
    suspect: 'لم يُرَ الخروج',
    unknown: 'غير معروف',
    stated: 'على قول السائق',
  },
  basis: {
    ...{ visitor: 'زائر', unreadable: 'تذكرة بصورة', permit: 'تصريح', free: 'مجاني', paid: 'مدفوع' },
    ...{ attendant: 'فُتح يدويًا', full: 'رُدّ، ممتلئ', blocked: 'محظور', alreadyInside: 'في الداخل من قبل' },
    ...{ notFound: 'لم يوجد', released: 'خرج دون دفع', freeFlow: 'والحاجز مفتوح' },
  },
  noPlate: 'لم تُقرأ لوحة',
  unsure: 'القراءة غير مؤكدة',

  insideFor: (stay) => `في الداخل منذ ${stay}.`,
  insideUnseen: 'في الداخل، ولم يرَ أحد دخولها.',
  stayed: (stay, how) => `مدة الوقوف ${stay}، ${how}.`,
  leftUnseen: (how) => `لم يرَ أحد دخولها، ${how}.`,
  cameIn: (time) => `الدخول: ${time}.`,
  prices: (version) => `إصدار الأسعار ${version}.`,

  happened: 'ما حدث',
  moment: {
    ...{ seen: 'رأتها الكاميرا', decided: 'القرار', entered: 'دخلت', left: 'خرجت', quoted: 'عُرض سعرها' },
    ...{ paid: 'دُفع', validated: 'مُنحت وقتًا مجانيًا', anomaly: 'ملاحظة', help: 'طلب المساعدة' },
  },
  seen: (share, pictures) =>
    n(pictures, {
      zero: `التأكد ${share}، بلا صور`,
      one: `التأكد ${share}، صورة واحدة`,
      two: `التأكد ${share}، صورتان`,
      few: `التأكد ${share}، # صور`,
      many: `التأكد ${share}، # صورة`,
      other: `التأكد ${share}، # صورة`,
    }),
  letThrough: (why) => `سُمح بالمرور: ${why}`,
  notLetThrough: (why) => `لم يُسمح بالمرور: ${why}`,
  secondPayment: 'دفعة ثانية',
  grantedBy: (what, who) => `${what}، من ${who}`,
  answeredBy: (who) => `أجاب ${who}`,
  notAnswered: 'بلا إجابة',
  odd: {
    tailgate: 'مرّت خلف سيارة أخرى',
    freeFlow: 'مرّت والحاجز مفتوح',
    forcedOpen: 'فُتح الحاجز بالقوة',
    missedExit: 'لم يُرَ خروجها',
    unknownVehicle: 'خرجت دون أن تُعرف',
    leftUnpaid: 'غادرت دون دفع',
    released: 'أُخرجت دون دفع',
    assumedPassage: 'مرّت والجهاز مطفأ',
    closingLoopStuck: 'حلقة الإغلاق عالقة',
    cameraDown: 'لم ترَ الكاميرا شيئًا',
    duplicatePayment: 'دُفع مرتين',
    unknownQuote: 'دُفع لسعر غير معروف',
    wrongCurrency: 'دُفع بعملة أخرى',
    paidRejectedCar: 'دُفع لسيارة أخرى',
    pickedByDriver: 'اختارها السائق من صور',
    untrustedClock: 'لم تكن الساعة مؤكدة',
    honesty: 'وقت الدخول على قول السائق نفسه',
    codeGuessing: 'رموز خروج خاطئة',
    plateCorrected: 'صُحّحت اللوحة',
    imageNotStored: 'صورة ناقصة',
  },

  lastPrice: 'آخر سعر لها',
  vatOf: (rate) => `منه الضريبة ${rate}`,
  pictures: 'الصور',
  atEntry: (time) => `عند المدخل، ${time}`,
  atExit: (time) => `عند المخرج، ${time}`,
  entryPicture: 'السيارة عند المدخل',
  exitPicture: 'السيارة عند المخرج',
}
