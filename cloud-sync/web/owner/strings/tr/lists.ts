import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('tr')

export const lists: ListWords = {
  which: { entered: 'Girenler', left: 'Çıkanlar', inside: 'Şimdi içeride' },
  plate: 'Plaka',
  none: 'Yok.',
  allOfThem: 'Hepsi',
  cars: (count) => n(count, { one: 'Bir araç', other: '# araç' }),
  firstCars: (count) => n(count, { one: 'İlk araç', other: 'İlk # araç' }),
  carsPaid: (cars, amount) => `${cars}, ${amount} ödendi.`,
  carsEndedPaid: (cars, how, amount) => `${cars} (${how}), ödenen ${amount}.`,
  stillInside: 'içeride',

  payments: (count) => n(count, { one: 'Bir ödeme', other: '# ödeme' }),
  newestPayments: (count) => n(count, { one: 'En yeni ödeme', other: 'En yeni # ödeme' }),
  paymentsSum: (payments, amount) => `${payments}, toplam ${amount}.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} (${from}–${until}), toplam ${amount}.`,
  wholeDay: 'Bütün gün',
  allWays: 'hepsi',
  noTicket: 'bilet henüz bildirilmedi',
  givenBack: (amount) => `geri verildi: ${amount}`,
  goingBack: (amount) => `geri gidiyor: ${amount}`,
  waitingForBox: 'cihazı bekliyor',
  onItsWay: 'cihaza ulaşmak üzere',
  notAsked: 'İstenmeyen ücret: ücretsiz süre, indirimler ve ödenmemiş parklar',

  notTaken: 'Bunların hiçbiri [money:alınan ücrete] dahil değildir.',
  noGrant: 'Hiçbir şey verilmedi.',
  granted: (count, by, time, amount) =>
    n(count, {
      one: `Bir kez verildi (mağazalar: ${by.merchants}, görevliler: ${by.attendants}): ${time}, ${amount} daha az ödendi.`,
      other: `# kez verildi (mağazalar: ${by.merchants}, görevliler: ${by.attendants}): ${time}, ${amount} daha az ödendi.`,
    }),
  attendant: 'görevli',
  neverPriced: 'fiyatı yok',
  unpaid: 'Ödenmemiş parklar',
  debt: {
    open: (amount, count) => `hâlâ borç: ${amount} (${count})`,
    paid: (amount, count) => `sonra ödendi: ${amount} (${count})`,
    waived: (amount, count) => `silindi: ${amount} (${count})`,
  },
  debtOpen: 'ödenmedi',
  debtPaid: (time) => `ödendi: ${time}`,
  debtLetGo: (by) => `silen: ${by}`,

  nobodyWaits: 'Yardım bekleyen yok.',
  driversWait: (count) => n(count, { one: 'Bir sürücü yardım bekliyor.', other: '# sürücü yardım bekliyor.' }),
  notYet: 'henüz değil',
  after: (time) => `${time} sonra`,
  nobodyCalled: 'Bu gün kimse çağırmadı.',
  answerAt: 'Bir çağrı yerinde yanıtlanır:',

  column: {
    ...{ car: 'Araç', in: 'Giriş', out: 'Çıkış', stay: 'Süre', ended: 'Nasıl bitti', paid: 'Ödenen' },
    ...{ when: 'Ne zaman', how: 'Nasıl', remark: 'Not', amount: 'Tutar', by: 'Kimden', what: 'Ne', tookOff: 'İndirim' },
    ...{ left: 'Çıkış', now: 'Şimdi', owed: 'Borç', lane: 'Şerit', called: 'Çağrı', answered: 'Yanıt', reason: 'Neden' },
  },
}
