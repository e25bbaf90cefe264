import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('ar')

export const frame: FrameWords = {
  skip: 'انتقل إلى الأرقام',
  pages: 'الصفحات',
  tab: { today: 'اليوم', cars: 'السيارات', money: 'المال', prices: 'الأسعار', permits: 'التصاريح', help: 'المساعدة' },
  waiting: (count) =>
    n(count, { zero: 'لا أحد ينتظر', one: 'واحد ينتظر', two: 'اثنان ينتظران', few: '# ينتظرون', many: '# ينتظرون', other: '# ينتظرون' }),
  people: 'الأشخاص',
  you: 'أنت',
  logOut: 'تسجيل الخروج',
  carPark: 'الموقف',
  show: 'عرض',
  language: 'اللغة',
  role: { viewer: 'مُطّلع', manager: 'مدير', owner: 'مالك' },

  nothingHere: 'لا شيء هنا',
  problem: {
    noCarParkYet: 'لا تعرف هذه السحابة أي موقف بعد. اكتب حيث تعمل: \u2066node cloud-sync/main.ts site create --help\u2069',
    noSuchCarPark: 'لا يوجد موقف كهذا.',
    badDay: 'يُكتب اليوم هكذا: \u20662026-11-22\u2069.',
    badMonth: 'يُكتب الشهر هكذا: \u20662026-11\u2069.',
    noSuchStay: 'لا توجد مدة وقوف كهذه.',
  },
  notForYou: 'ليس لك',
  forOwners: (role) => `هذا للمالكين فقط؛ دورك هنا: ${role}. اسأل أحد المالكين.`,
  forManagers: (role) => `هذا للمديرين والمالكين فقط؛ دورك هنا: ${role}. اسأل أحد المالكين.`,
  notFromHere: 'ليس من هنا',
  noToken: 'من دون OWNER_TOKEN تكون هذه الصفحات للجهاز الذي تعمل عليه فقط. عيّن OWNER_TOKEN ثم شغّل السحابة من جديد.',

  showFirst: 'أثبت أولًا، مرة أخرى، أنك أنت',
  showFirstRefused: 'أثبت أولًا أنك أنت: لم يتغير شيء.',
}
