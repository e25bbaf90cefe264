import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('ar')

export const lists: ListWords = {
  which: { entered: 'دخلت', left: 'خرجت', inside: 'في الداخل الآن' },
  plate: 'اللوحة',
  none: 'لا شيء.',
  allOfThem: 'كلها',
  cars: (count) =>
    n(count, {
      zero: 'لا سيارات',
      one: 'سيارة واحدة',
      two: 'سيارتان',
      few: '# سيارات',
      many: '# سيارة',
      other: '# سيارة',
    }),
  firstCars: (count) =>
    n(count, {
      zero: 'لا سيارات',
      one: 'أول سيارة',
      two: 'أول سيارتين',
      few: 'أول # سيارات',
      many: 'أول # سيارة',
      other: 'أول # سيارة',
    }),
  carsPaid: (cars, amount) => `${cars}، المدفوع ${amount}.`,
  carsEndedPaid: (cars, how, amount) => `${cars} (${how})، المدفوع ${amount}.`,
  stillInside: 'في الداخل',

  payments: (count) =>
    n(count, {
      zero: 'لا دفعات',
      one: 'دفعة واحدة',
      two: 'دفعتان',
      few: '# دفعات',
      many: '# دفعة',
      other: '# دفعة',
    }),
  newestPayments: (count) =>
    n(count, {
      zero: 'لا دفعات',
      one: 'أحدث دفعة',
      two: 'أحدث دفعتين',
      few: 'أحدث # دفعات',
      many: 'أحدث # دفعة',
      other: 'أحدث # دفعة',
    }),
  paymentsSum: (payments, amount) => `${payments}، المجموع ${amount}.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} من ${from} إلى ${until}، المجموع ${amount}.`,
  wholeDay: 'اليوم كله',
  allWays: 'الكل',
  noTicket: 'لم يُبلَّغ عن التذكرة بعد',
  givenBack: (amount) => `أُعيد: ${amount}`,
  goingBack: (amount) => `قيد الإعادة: ${amount}`,
  waitingForBox: 'تنتظر الجهاز',
  onItsWay: 'في طريقها إلى الجهاز',
  notAsked: 'ما لم يُطلب: وقت مجاني وخصومات ووقوف غير مدفوع',

  notTaken: 'لا شيء من هذا ضمن [money:ما تم تحصيله].',
  noGrant: 'لم يُمنح شيء.',
  granted: (count, by, time, amount) =>
    n(count, {
      zero: `لم يُمنح شيء (المتاجر: ${by.merchants}، الموظفون: ${by.attendants}): ${time}، ونقص المدفوع ${amount}.`,
      one: `مُنح مرة واحدة (المتاجر: ${by.merchants}، الموظفون: ${by.attendants}): ${time}، ونقص المدفوع ${amount}.`,
      two: `مُنح مرتين (المتاجر: ${by.merchants}، الموظفون: ${by.attendants}): ${time}، ونقص المدفوع ${amount}.`,
      few: `مُنح # مرات (المتاجر: ${by.merchants}، الموظفون: ${by.attendants}): ${time}، ونقص المدفوع ${amount}.`,
      many: `مُنح # مرة (المتاجر: ${by.merchants}، الموظفون: ${by.attendants}): ${time}، ونقص المدفوع ${amount}.`,
      other: `مُنح # مرة (المتاجر: ${by.merchants}، الموظفون: ${by.attendants}): ${time}، ونقص المدفوع ${amount}.`,
    }),
  attendant: 'موظف',
  neverPriced: 'بلا سعر',
  unpaid: 'وقوف غير مدفوع',
  debt: {
    open: (amount, count) => `ما زال مستحقًا: ${amount} (${count})`,
    paid: (amount, count) => `دُفع لاحقًا: ${amount} (${count})`,
    waived: (amount, count) => `أُعفي منه: ${amount} (${count})`,
  },
  debtOpen: 'مستحق',
  debtPaid: (time) => `دُفع ${time}`,
  debtLetGo: (by) => `أعفى منه ${by}`,

  nobodyWaits: 'لا أحد ينتظر المساعدة.',
  driversWait: (count) =>
    n(count, {
      zero: 'لا أحد ينتظر المساعدة.',
      one: 'سائق واحد ينتظر المساعدة.',
      two: 'سائقان ينتظران المساعدة.',
      few: '# سائقين ينتظرون المساعدة.',
      many: '# سائقًا ينتظرون المساعدة.',
      other: '# سائق ينتظرون المساعدة.',
    }),
  notYet: 'ليس بعد',
  after: (time) => `بعد ${time}`,
  nobodyCalled: 'لم ينادِ أحد في هذا اليوم.',
  answerAt: 'يُجاب على النداء في الموقع:',

  column: {
    ...{ car: 'السيارة', in: 'الدخول', out: 'الخروج', stay: 'المدة', ended: 'كيف انتهى', paid: 'المدفوع' },
    ...{ when: 'متى', how: 'كيف', remark: 'ملاحظة', amount: 'المبلغ', by: 'من', what: 'ماذا', tookOff: 'الخصم' },
    ...{ left: 'الخروج', now: 'الآن', owed: 'المستحق', lane: 'الممر', called: 'النداء', answered: 'الإجابة', reason: 'السبب' },
  },
}
