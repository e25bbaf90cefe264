import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('ar')

export const today: TodayWords = {
  day: 'اليوم',
  dayBefore: 'اليوم السابق',
  dayAfter: 'اليوم التالي',

  soFar: {
    alone: (taken) => `اليوم [money:${taken}].`,
    over: (taken, share, weekday) => `اليوم [money:${taken}]، أكثر بنسبة ${share} من يوم ${weekday} الماضي في مثل هذا الوقت.`,
    under: (taken, share, weekday) => `اليوم [money:${taken}]، أقل بنسبة ${share} من يوم ${weekday} الماضي في مثل هذا الوقت.`,
    same: (taken, weekday) => `اليوم [money:${taken}]، مثل يوم ${weekday} الماضي في مثل هذا الوقت.`,
  },
  past: {
    alone: (day, taken) => `يوم ${day}: [money:${taken}].`,
    over: (day, taken, share, weekday) => `يوم ${day}: [money:${taken}]، أكثر بنسبة ${share} من يوم ${weekday} الذي قبله.`,
    under: (day, taken, share, weekday) => `يوم ${day}: [money:${taken}]، أقل بنسبة ${share} من يوم ${weekday} الذي قبله.`,
    same: (day, taken, weekday) => `يوم ${day}: [money:${taken}]، مثل يوم ${weekday} الذي قبله.`,
  },
  placesTaken: (inside, capacity) => `[inside:الأماكن المشغولة ${inside} من ${capacity}].`,
  noCarInside: '[inside:لا سيارات في الداخل].',
  carsInside: (count) =>
    n(count, {
      zero: '[inside:لا سيارات في الداخل].',
      one: '[inside:سيارة واحدة في الداخل].',
      two: '[inside:سيارتان في الداخل].',
      few: '[inside:# سيارات في الداخل].',
      many: '[inside:# سيارة في الداخل].',
      other: '[inside:# سيارة في الداخل].',
    }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, {
      zero: 'لم تدخل أي سيارة',
      one: 'دخلت سيارة واحدة',
      two: 'دخلت سيارتان',
      few: 'دخلت # سيارات',
      many: 'دخلت # سيارة',
      other: 'دخلت # سيارة',
    })}]، [left:${n(left, {
      zero: 'ولم تخرج أي سيارة',
      one: 'وخرجت سيارة واحدة',
      two: 'وخرجت سيارتان',
      few: 'وخرجت # سيارات',
      many: 'وخرجت # سيارة',
      other: 'وخرجت # سيارة',
    })}].`,
  nothingNeedsYou: 'لا شيء ينتظرك.',
  thingsNeedYou: (count) =>
    n(count, {
      zero: '[needs:لا شيء ينتظرك].',
      one: '[needs:أمر واحد ينتظرك].',
      two: '[needs:أمران ينتظرانك].',
      few: '[needs:# أمور تنتظرك].',
      many: '[needs:# أمرًا ينتظرك].',
      other: '[needs:# أمر ينتظرك].',
    }),

  noBox: 'لم يُسجَّل هنا أي جهاز بعد.',
  completeTo: (time) => `مكتمل حتى ${time}`,
  notComplete: 'غير مكتمل',
  boxNever: (box) => `لم يرسل ${box} شيئًا بعد.`,
  boxBehind: (box, time) => `${box} متأخر ${time}.`,
  boxCatchingUp: (box, time) => `${box} متأخر ${time} وهو يلحق.`,

  needsYou: 'ينتظرك',
  about: (amount) => `[about:حوالي] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `سائق ينتظر المساعدة: ${name}`,
      text: 'افتح في الموقع، أو بالأمر: \u2066gatehouse open --lane …\u2069',
    },
    laneFault: { title: ({ name }) => `عطل: ${name}`, text: ({ detail }) => `البلاغ: ${detail}` },
    laneHeld: { title: ({ name }) => `${name} يبقى مفتوحًا`, text: ({ detail }) => `السبب: ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} صامت`,
      text: 'يواصل العمل وحده، وتصل أرقامه حين يعود.',
    },
    boxBehind: {
      title: ({ name }) => `${name} يلحق بما فاته`,
      text: ({ count }) =>
        n(count, {
          zero: 'لا أحداث في الطريق.',
          one: 'حدث واحد في الطريق.',
          two: 'حدثان في الطريق.',
          few: '# أحداث في الطريق.',
          many: '# حدثًا في الطريق.',
          other: '# حدث في الطريق.',
        }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} لا يعرف الوقت`,
      text: 'حتى ذلك الحين تُحسب مدد الوقوف بعدّاده الخاص.',
    },
    refundFailed: { title: 'رُفض ردّ مبلغ', text: ({ detail }) => `${detail} أعد المال يدويًا.` },
    refundSlow: { title: 'ردّ مبلغ يطول', text: ({ detail }) => `تتواصل المحاولة منذ أكثر من ساعة: ${detail}.` },
    mismatch: { title: 'دُفع مبلغ خاطئ', text: 'يعود إلى السائق من تلقاء نفسه.' },
    undelivered: {
      title: 'دُفع بالهاتف والتذكرة غير معروفة',
      text: 'لم يبلّغ الجهاز عن هذه التذكرة بعد، والدفعة تنتظرها.',
    },
    paidTwice: { title: 'دُفع مرتين عند الجهاز', text: 'هذا المبلغ من حق سائق، ويمكن لقارئ البطاقات أن يردّه.' },
    cardUnbooked: {
      title: 'خُصم من بطاقة ولم يسجّله أي جهاز',
      text: 'هل الجهاز مطفأ؟ يسجّل الدفعة حين يعود.',
    },
    mailStuck: {
      title: ({ count }) =>
        n(count, {
          zero: 'لا إيصالات عالقة',
          one: 'إيصال واحد لا يمكن إرساله',
          two: 'إيصالان لا يمكن إرسالهما',
          few: '# إيصالات لا يمكن إرسالها',
          many: '# إيصالًا لا يمكن إرسالها',
          other: '# إيصال لا يمكن إرسالها',
        }),
      text: ({ detail }) => `${detail} تتواصل المحاولة ثلاثة أيام.`,
    },
    owed: {
      title: 'خرج دون دفع',
      text: 'لم تنجح أي طريقة دفع. يُطلب المبلغ حين تعود السيارة، والدفع لاحقًا يسدّده أيضًا.',
    },
    suspect: {
      title: ({ count }) =>
        n(count, {
          zero: 'لم تخرج سيارة دون أن تُرى',
          one: 'سيارة واحدة خرجت دون أن تُرى',
          two: 'سيارتان خرجتا دون أن تُريا',
          few: '# سيارات خرجت دون أن تُرى',
          many: '# سيارة خرجت دون أن تُرى',
          other: '# سيارة خرجت دون أن تُرى',
        }),
      text: 'أُغلق الوقوف على 0 لتنظر فيه.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          zero: 'لم تخرج سيارة مجهولة دون دفع',
          one: 'سيارة واحدة خرجت دون دفع ولا أحد يعرف أيّها',
          two: 'سيارتان خرجتا دون دفع ولا أحد يعرف أيّهما',
          few: '# سيارات خرجت دون دفع ولا أحد يعرف أيّها',
          many: '# سيارة خرجت دون دفع ولا أحد يعرف أيّها',
          other: '# سيارة خرجت دون دفع ولا أحد يعرف أيّها',
        }),
      text: 'لم يجد أحد دخولها ولم يأتِ أحد للمساعدة. ما زالت تُحسب في الداخل: ابحث عن وقوف لا ينتهي.',
    },
    freeFlow: {
      title: ({ count }) =>
        n(count, {
          zero: 'لم تخرج سيارة والحاجز مفتوح',
          one: 'سيارة واحدة خرجت والحاجز مفتوح',
          two: 'سيارتان خرجتا والحاجز مفتوح',
          few: '# سيارات خرجت والحاجز مفتوح',
          many: '# سيارة خرجت والحاجز مفتوح',
          other: '# سيارة خرجت والحاجز مفتوح',
        }),
      text: 'مرور دون أمر: كان الحاجز مرفوعًا أو فُتح بالقوة أو باليد.',
    },
    noRates: { title: 'لم تُنشر أسعار بعد', text: 'تستخدم الأجهزة التعرفة التي في إعداداتها.' },
    clone: {
      title: 'ربما يعمل جهازان من بطاقة واحدة',
      text: 'هل أُعيدت بطاقة ذاكرة أو نُسخت؟ أعطِ جهازك رمزًا جديدًا: مفاتيحه الجديدة تُبعد الآخر.',
    },
    moneyDiffers: {
      title: 'مال أحد الأجهزة يختلف عن الدفاتر هنا',
      text: 'قد تقول أحداثه غير المقروءة السبب. لم يضع شيء، فالجهاز يحتفظ بكل دفعاته.',
    },
    alert: { title: 'جهاز يبلّغ عن شيء غريب', text: ({ detail }) => `يقول: ${detail}` },
  },

  lanes: 'الممرات',
  noLane: 'لم يبلّغ أي ممر بعد.',
  nobodyYet: 'لا أحد بعد',
  held: (why) => `يبقى مفتوحًا: ${why}`,
  arm: {
    passed: 'مرّت سيارة',
    open: 'الحاجز مرفوع',
    opening: 'الحاجز يرتفع',
    closed: 'الحاجز منخفض',
    closing: 'الحاجز ينخفض',
    fault: 'الحاجز معطل',
    still: 'لم يتحرك بعد',
  },

  byHour: 'ساعة بساعة',
  revenueByHour: 'ما تم تحصيله حسب الساعة',
  howFull: 'مدى الامتلاء',
  most: (most) => `الأكثر ${most}`,
  mostOf: (most, capacity) => `الأكثر ${most} من ${capacity}`,
  insideByHour: (last) => `السيارات في الداخل حسب الساعة، وآخرها ${last}.`,
  twoWeeks: 'أسبوعان',

  balance: 'السيارات والمال معًا',
  leftThisDay: 'الخارجون في هذا اليوم',
  cars: 'السيارات',
  paid: 'المدفوع',
  openArm: 'والحاجز مفتوح، السيارة غير معروفة',
  noCarKnown: 'خرج دون دفع، السيارة غير معروفة',
  paidOther: 'مدفوع، ولم يخرج في هذا اليوم',
  stated: (count, amount) =>
    n(count, {
      zero: `كل السيارات لها دخول مسجّل، و${amount} على قول السائقين.`,
      one: `[stated:واحدة من هذه السيارات] لا دخول مسجّلًا لها: قال السائق متى دخل، و${amount} تستند إلى قوله.`,
      two: `[stated:اثنتان من هذه السيارات] لا دخول مسجّلًا لهما: قال السائقان متى دخلا، و${amount} تستند إلى قولهما.`,
      few: `[stated:# من هذه السيارات] لا دخول مسجّلًا لها: قال السائقون متى دخلوا، و${amount} تستند إلى قولهم.`,
      many: `[stated:# من هذه السيارات] لا دخول مسجّلًا لها: قال السائقون متى دخلوا، و${amount} تستند إلى قولهم.`,
      other: `[stated:# من هذه السيارات] لا دخول مسجّلًا لها: قال السائقون متى دخلوا، و${amount} تستند إلى قولهم.`,
    }),

  help: 'المساعدة',
  noCallAnswered: 'لم يُجب على أي نداء',
  callsAnswered: (count, time) =>
    n(count, {
      zero: `لم يُجب على أي نداء (${time})`,
      one: `أُجيب على نداء واحد خلال ${time}`,
      two: `أُجيب على نداءين، نصفهما خلال ${time}`,
      few: `أُجيب على # نداءات، نصفها خلال ${time}`,
      many: `أُجيب على # نداءً، نصفها خلال ${time}`,
      other: `أُجيب على # نداء، نصفها خلال ${time}`,
    }),
}
