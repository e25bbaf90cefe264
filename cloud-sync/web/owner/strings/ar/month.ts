import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('ar')

export const month: MonthWords = {
  month: 'الشهر',
  monthBefore: 'الشهر السابق',
  monthAfter: 'الشهر التالي',
  show: 'عرض',
  soFar: (month) => `${month} حتى الآن`,
  cars: (count) =>
    n(count, {
      zero: 'لم تدخل أي سيارة',
      one: 'دخلت سيارة واحدة',
      two: 'دخلت سيارتان',
      few: '# سيارات دخلت',
      many: '# سيارة دخلت',
      other: '# سيارة دخلت',
    }),

  compared: 'مقارنة',
  upToNow: 'الأشهر الأخرى حتى اليوم والساعة نفسيهما.',
  nothingThen: 'لا شيء مسجّل',

  byDay: 'يومًا بيوم',
  taken: 'ما تم تحصيله',
  how: 'طريقة الدفع',
  number: 'الدفعات',
  amount: 'المبلغ',
  together: 'المجموع',
  unbooked: (amount) => `منها ${amount} دُفعت بالهاتف وهي في طريقها إلى جهاز الموقف.`,
  refunded: (amount) => `أُعيد ${amount} إلى السائقين، وهو ليس ضمن هذه الأرقام.`,

  vat: 'ضريبة القيمة المضافة',
  vatColumn: 'الضريبة',
  rate: 'النسبة',
  net: 'بدون ضريبة',
  gross: 'مع الضريبة',
  vatRounded: 'مجموع ما هو مكتوب على الإيصالات، كل إيصال مقرّب وحده.',
  vatUnknown: 'غير معروفة بعد',
  vatFollows: 'دُفع بالهاتف لأسعار لم يبلّغ عنها أي جهاز بعد: ضريبتها تأتي لاحقًا.',

  notAsked: 'ما لم يُطلب',
  notTaken: 'لا شيء من هذا ضمن ما تم تحصيله.',
  grants: 'وقت مجاني وخصومات',
  neverPriced: (count) =>
    n(count, {
      zero: 'لم يبقَ وقوف بلا سعر.',
      one: 'وقوف واحد لم يُسعَّر قط، ولا يُحسب بالمال.',
      two: 'وقوفان لم يُسعَّرا قط، ولا يُحسبان بالمال.',
      few: '# مرات وقوف لم تُسعَّر قط، ولا تُحسب بالمال.',
      many: '# مرة وقوف لم تُسعَّر قط، ولا تُحسب بالمال.',
      other: '# مرة وقوف لم تُسعَّر قط، ولا تُحسب بالمال.',
    }),
  leftUnpaid: 'خرجوا دون دفع',
  stillOwed: 'ما زال مستحقًا',
  paidSince: 'دُفع لاحقًا',
  letGo: 'أُعفي منه',

  fullness: 'مدى الامتلاء',
  fullnessNote: 'السيارات في الداخل عند نهاية كل ساعة، في المتوسط.',
  peak: (most, capacity) => `الأكثر في وقت واحد: ${most}${capacity === null ? '' : ` من ${capacity}`}.`,
  hour: 'الساعة',

  stays: 'مدة الوقوف',
  half: (length) => `نصفها لم يزد على ${length}.`,
  below: (length) => `أقل من ${length}`,
  from: (length) => `${length} فأكثر`,
  paid: 'المدفوع',
  ended: 'كيف انتهى الوقوف',

  everyPark: 'كل المواقف',
  park: 'الموقف',
  completeTo: (time) => `مكتمل حتى ${time}`,
  neverComplete: 'غير مكتمل',
  download: 'تنزيل بصيغة CSV',
  downloadNote: 'سطر لكل يوم وطريقة دفع ونسبة ضريبة.',
}
