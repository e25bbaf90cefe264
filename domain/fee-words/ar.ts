import type { FeeWords } from './fee-words.ts'

/** 3 to 10 of a thing take its plural, 11 and more its singular. */
const minutes = (n: number) => (n % 100 >= 3 && n % 100 <= 10 ? 'دقائق' : 'دقيقة')

export const ar: FeeWords = {
  freeStay: (time) => `مجانًا حتى ${time}`,
  freeTime: (time) => `أول ${time} مجانًا`,
  flat: 'سعر ثابت',
  tier: (from, until) => (from ? `من ${from} إلى ${until}` : `حتى ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `الحد الأقصى ${amount} في اليوم` : `الحد الأقصى ${amount} في اليوم، الأيام: ${days}`),
  periodMaximum: (hours, amount) => `الحد الأقصى ${amount} خلال ${hours} ساعة`,
  validationMinutes: (time) => `${time} هدية`,
  validationPercent: (percent) => `خصم ${percent}`,
  validationAmount: 'خصم',
  alreadyPaid: 'مدفوع سابقًا',
  since: (day) => `سعر جديد من ${day}`,
  before: (amount) => `احتُسب ${amount} من قبل`,
  debt: (day) => `وقوف غير مدفوع في ${day}`,
  vehicle: {
    motorcycle: 'دراجة نارية',
    van: 'شاحنة صغيرة',
    truck: 'شاحنة',
    bus: 'حافلة',
    camper: 'عربة تخييم',
    trailer: 'مقطورة',
    bicycle: 'دراجة',
  },
  perStep: (m) => (m === 60 ? 'لكل ساعة تبدأ' : m === 1 ? 'للدقيقة' : m === 1440 ? 'لكل يوم يبدأ' : `لكل ${m} ${minutes(m)} تبدأ`),
}
