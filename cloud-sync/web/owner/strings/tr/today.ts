import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('tr')

export const today: TodayWords = {
  day: 'Gün',
  dayBefore: 'Önceki gün',
  dayAfter: 'Sonraki gün',

  soFar: {
    alone: (taken) => `Bugün [money:${taken}].`,
    over: (taken, share, weekday) => `Bugün [money:${taken}]; geçen hafta ${weekday} günü bu saate göre ${share} daha fazla.`,
    under: (taken, share, weekday) => `Bugün [money:${taken}]; geçen hafta ${weekday} günü bu saate göre ${share} daha az.`,
    same: (taken, weekday) => `Bugün [money:${taken}]; geçen hafta ${weekday} günü bu saatteki kadar.`,
  },
  past: {
    alone: (day, taken) => `${day}: [money:${taken}].`,
    over: (day, taken, share, weekday) => `${day}: [money:${taken}]; önceki hafta ${weekday} gününe göre ${share} daha fazla.`,
    under: (day, taken, share, weekday) => `${day}: [money:${taken}]; önceki hafta ${weekday} gününe göre ${share} daha az.`,
    same: (day, taken, weekday) => `${day}: [money:${taken}]; önceki hafta ${weekday} günü kadar.`,
  },
  placesTaken: (inside, capacity) => `[inside:Dolu yer: ${inside} / ${capacity}].`,
  noCarInside: '[inside:İçeride araç yok].',
  carsInside: (count) => n(count, { one: '[inside:İçeride bir araç var].', other: '[inside:İçeride # araç var].' }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, { one: '# araç girdi', other: '# araç girdi' })}], [left:${n(left, { one: '# araç çıktı', other: '# araç çıktı' })}].`,
  nothingNeedsYou: 'Sizi bekleyen bir şey yok.',
  thingsNeedYou: (count) => n(count, { one: '[needs:Bir iş sizi bekliyor].', other: '[needs:# iş sizi bekliyor].' }),

  noBox: 'Burada henüz kayıtlı cihaz yok.',
  completeTo: (time) => `Tam olan son an: ${time}`,
  notComplete: 'Tam değil',
  boxNever: (box) => `${box} henüz hiç ses vermedi.`,
  boxBehind: (box, time) => `${box} ${time} geride.`,
  boxCatchingUp: (box, time) => `${box} ${time} geride ve yetişiyor.`,

  needsYou: 'Sizi bekleyenler',
  about: (amount) => `[about:yaklaşık] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `Bir sürücü yardım bekliyor: ${name}`,
      text: 'Yerinde açın ya da şununla: gatehouse open --lane …',
    },
    laneFault: { title: ({ name }) => `${name}: arıza`, text: ({ detail }) => `Bildirilen: ${detail}` },
    laneHeld: { title: ({ name }) => `${name} açık tutuluyor`, text: ({ detail }) => `Neden: ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} ses vermiyor`,
      text: 'Kendi başına çalışmaya devam eder; rakamları geri gelince ulaşır.',
    },
    boxBehind: {
      title: ({ name }) => `${name} yetişiyor`,
      text: ({ count }) => n(count, { one: '# olay yolda.', other: '# olay yolda.' }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} saati bilmiyor`,
      text: 'O zamana kadar süreler kendi sayacıyla hesaplanır.',
    },
    refundFailed: { title: 'Bir iade reddedildi', text: ({ detail }) => `${detail} Parayı elden geri verin.` },
    refundSlow: { title: 'Bir iade uzun sürüyor', text: ({ detail }) => `Bir saatten uzun süredir deneniyor: ${detail}.` },
    mismatch: { title: 'Yanlış tutar ödendi', text: 'Sürücüye kendiliğinden geri gidiyor.' },
    undelivered: {
      title: 'Telefonla ödendi, bilet bilinmiyor',
      text: 'Cihaz bu bileti henüz bildirmedi; ödeme onu bekliyor.',
    },
    paidTwice: { title: 'Makinede iki kez ödendi', text: 'Bu tutar bir sürücüye aittir; kart okuyucu geri verebilir.' },
    cardUnbooked: {
      title: 'Bir karttan para çekildi, hiçbir cihaz kaydetmedi',
      text: 'Cihaz kapalı mı? Geri gelince ödemeyi kaydeder.',
    },
    mailStuck: {
      title: ({ count }) => n(count, { one: 'Bir makbuz gönderilemiyor', other: '# makbuz gönderilemiyor' }),
      text: ({ detail }) => `${detail} Üç gün boyunca yeniden denenir.`,
    },
    owed: {
      title: 'Ödemeden çıkarıldı',
      text: 'Hiçbir ödeme yolu çalışmadı. Araç yeniden gelince istenir; sonraki bir ödeme de borcu kapatır.',
    },
    suspect: {
      title: ({ count }) => n(count, { one: 'Bir araç görülmeden çıktı', other: '# araç görülmeden çıktı' }),
      text: 'Bakmanız için 0 ile kapatıldı.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          one: 'Bir araç ödemeden çıkarıldı, hangisi olduğu bilinmiyor',
          other: '# araç ödemeden çıkarıldı, hangileri olduğu bilinmiyor',
        }),
      text: 'Kimse girişini bulamadı ve kimse yardıma gelmedi. Hâlâ içeride sayılıyor: bitmeyen bir park arayın.',
    },
    freeFlow: {
      title: ({ count }) => n(count, { one: 'Bir araç açık bariyerden çıktı', other: '# araç açık bariyerden çıktı' }),
      text: 'Komutsuz bir geçiş: bariyer yukarıdaydı, zorlanmıştı ya da elle açılmıştı.',
    },
    noRates: { title: 'Henüz fiyat yayımlanmadı', text: 'Cihazlar kendi ayarlarındaki tarifeyi kullanır.' },
    clone: {
      title: 'İki cihaz aynı karttan çalışıyor olabilir',
      text: 'Bir bellek kartı geri mi yüklendi ya da kopyalandı mı? Cihazınıza yeni bir kod verin: yeni anahtarları ötekini dışarıda bırakır.',
    },
    moneyDiffers: {
      title: 'Bir cihaz ile buradaki defterlerin parası farklı',
      text: 'Okunamayan olayları nedenini söyleyebilir; hiçbir şey kaybolmadı, cihaz tüm ödemelerini saklar.',
    },
    alert: { title: 'Bir cihaz garip bir şey bildiriyor', text: ({ detail }) => `Bildirilen: ${detail}` },
  },

  lanes: 'Şeritler',
  noLane: 'Henüz hiçbir şerit ses vermedi.',
  nobodyYet: 'henüz kimse yok',
  held: (why) => `açık tutuluyor: ${why}`,
  arm: {
    passed: 'araç geçti',
    open: 'bariyer yukarıda',
    opening: 'bariyer kalkıyor',
    closed: 'bariyer aşağıda',
    closing: 'bariyer iniyor',
    fault: 'bariyer arızalı',
    still: 'henüz oynamadı',
  },

  byHour: 'Saat saat',
  revenueByHour: 'Saatlere göre alınan ücret',
  howFull: 'Doluluk',
  most: (most) => `En çok ${most}`,
  mostOf: (most, capacity) => `En çok ${most} / ${capacity}`,
  insideByHour: (last) => `Saatlere göre içerideki araçlar, en son ${last}.`,
  twoWeeks: 'İki hafta',

  balance: 'Araçlar ve para yan yana',
  leftThisDay: 'Bu gün çıkanlar',
  cars: 'Araç',
  paid: 'Ödenen',
  openArm: 'açık bariyerden, araç bilinmiyor',
  noCarKnown: 'ödemeden çıkarıldı, araç bilinmiyor',
  paidOther: 'ödendi, bu gün çıkmadı',
  stated: (count, amount) =>
    n(count, {
      one: `[stated:Bu araçlardan birinin] giriş kaydı yoktu: ne zaman girdiğini sürücü söyledi; ${amount} bu söze dayanıyor.`,
      other: `[stated:Bu araçlardan # tanesinin] giriş kaydı yoktu: ne zaman girdiklerini sürücüler söyledi; ${amount} bu söze dayanıyor.`,
    }),

  help: 'Yardım',
  noCallAnswered: 'Yanıtlanan çağrı yok',
  callsAnswered: (count, time) =>
    n(count, { one: `Bir çağrı yanıtlandı, ${time} içinde`, other: `# çağrı yanıtlandı, yarısı ${time} içinde` }),
}
