import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'أنت مُطّلع هنا: تقرأ التقارير.',
    manager: 'أنت مدير هنا: تقرأ التقارير وتضبط الأسعار والتصاريح والخصومات والوحدات.',
    owner: 'أنت مالك هنا: تضبط كل شيء وتقرر من يدخل غيرك.',
  },
  makePasskeyNow: 'أنشئ مفتاح مرور الآن: يفتح هذا الجهاز صفحاتك وحده في المرة القادمة. من دونه تحتاج إلى رابط جديد كل مرة.',
  passkeys: 'مفاتيح مرورك',
  noPasskey: 'لا شيء بعد.',
  makePasskey: 'إنشاء مفتاح مرور على هذا الجهاز',
  passkeyElsewhere: 'تحتاج مفاتيح المرور إلى العنوان الذي يذكره PUBLIC_URL: وهذا عنوان آخر.',
  keyNew: {
    here: (made) => `أُنشئ ${made}، لم يُستخدم بعد، على ذلك الجهاز وحده`,
    synced: (made) => `أُنشئ ${made}، لم يُستخدم بعد، على كل أجهزتك من ذلك الصانع`,
  },
  keyUsed: {
    here: (made, used) => `أُنشئ ${made}، استُخدم ${used}، على ذلك الجهاز وحده`,
    synced: (made, used) => `أُنشئ ${made}، استُخدم ${used}، على كل أجهزتك من ذلك الصانع`,
  },
  remove: 'إزالة',
  removeKey: (name) => `إزالة ${name}`,

  morning: 'رسالة الصباح',
  morningOn: 'كل صباح في السابعة تخبرك رسالة عن اليوم السابق.',
  morningOff: 'رسالة كل صباح في السابعة: ما حُصّل في اليوم السابق، وما يحتاج إليك.',
  morningStop: 'لا مزيد من الرسائل',
  morningStart: 'اكتبوا لي كل صباح',

  language: 'لغتك',
  languageText: 'بها هذه الصفحات والرسائل إليك.',

  browsers: 'حيث سجّلت الدخول',
  thisBrowser: (browser) => `${browser} (هذا)`,
  browserUsed: (since, last) => `منذ ${since}، آخر استخدام ${last}`,
  signOut: 'تسجيل خروجه',
  signOutBrowser: (browser) => `تسجيل خروج ${browser}`,
  browserOn: (browser, system) => `${browser} على ${system}`,
  someBrowser: 'متصفح',
  otherSystem: 'نظام آخر',
}
