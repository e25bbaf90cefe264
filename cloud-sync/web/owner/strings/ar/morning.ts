import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('ar')

export const morning: MorningWords = {
  hello: (name) => `صباح الخير ${name}،`,
  manyParks: (count) =>
    n(count, {
      zero: 'لا مواقف، اليوم السابق',
      one: 'موقف واحد، اليوم السابق',
      two: 'موقفان، اليوم السابق',
      few: '# مواقف، اليوم السابق',
      many: '# موقفًا، اليوم السابق',
      other: '# موقف، اليوم السابق',
    }),
  paid: (method, amount, count) => `${method}: ${amount} (عدد الدفعات: ${count})`,
  givenBack: (amount) => `أُعيد: ${amount}`,
  late: (time) => `لم يصل كل شيء بعد. الأرقام مكتملة حتى ${time} وتكتمل البقية وحدها.`,
  lateFrom: (boxes, time) => `لم يصل كل شيء بعد؛ ما زال يُنتظر من ${boxes}. الأرقام مكتملة حتى ${time} وتكتمل البقية وحدها.`,
  needs: (list) => `يحتاج إليك الآن: ${list}`,
  why: 'تصلك هذه الرسالة لأنك طلبت رسالة كل صباح. وهنا تنتهي:',
}
