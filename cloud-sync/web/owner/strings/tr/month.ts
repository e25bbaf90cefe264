import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('tr')

export const month: MonthWords = {
  month: 'Ay',
  monthBefore: 'Önceki ay',
  monthAfter: 'Sonraki ay',
  show: 'Göster',
  soFar: (month) => `${month}, şu ana kadar`,
  cars: (count) => n(count, { one: '# araç girdi', other: '# araç girdi' }),

  compared: 'Karşılaştırma',
  upToNow: 'Diğer aylar aynı gün ve saate kadar.',
  nothingThen: 'kayıt yok',

  byDay: 'Gün gün',
  taken: 'Alınan ücret',
  how: 'Nasıl ödendi',
  number: 'Ödeme',
  amount: 'Tutar',
  together: 'Toplam',
  unbooked: (amount) => `Bunun ${amount} kadarı telefonla ödendi ve cihaza ulaşmak üzere.`,
  refunded: (amount) => `${amount} sürücülere geri verildi; bu rakamlara dahil değildir.`,

  vat: 'KDV',
  vatColumn: 'KDV',
  rate: 'Oran',
  net: 'KDV’siz',
  gross: 'KDV dahil',
  vatRounded: 'Fişlerde yazanların toplamı; her biri ayrı yuvarlanmıştır.',
  vatUnknown: 'henüz bilinmiyor',
  vatFollows: 'Henüz hiçbir cihazın bildirmediği fiyatlar için telefonla ödendi: KDV’leri sonra gelir.',

  notAsked: 'İstenmeyen ücret',
  notTaken: 'Bunların hiçbiri alınan ücrete dahil değildir.',
  grants: 'Ücretsiz süre ve indirimler',
  neverPriced: (count) =>
    n(count, {
      one: '# kalışın fiyatı hiç sorulmadı; para olarak sayılmadı.',
      other: '# kalışın fiyatı hiç sorulmadı; para olarak sayılmadı.',
    }),
  leftUnpaid: 'Ödemeden çıkanlar',
  stillOwed: 'hâlâ borçlu',
  paidSince: 'sonra ödendi',
  letGo: 'silindi',

  fullness: 'Doluluk',
  fullnessNote: 'Her saatin sonunda içerideki araçlar, ortalama.',
  peak: (most, capacity) => (capacity === null ? `Aynı anda en çok ${most}.` : `Aynı anda en çok ${most}, toplam ${capacity} yerden.`),
  hour: 'Saat',

  stays: 'Ne kadar kaldılar',
  half: (length) => `Yarısı en çok ${length} kaldı.`,
  below: (length) => `${length} altı`,
  from: (length) => `${length} ve üzeri`,
  paid: 'Ödenen',
  ended: 'Kalışlar nasıl bitti',

  everyPark: 'Bütün otoparklar',
  park: 'Otopark',
  completeTo: (time) => `${time} saatine kadar tam`,
  neverComplete: 'eksik',
  download: 'CSV olarak indir',
  downloadNote: 'Her gün, ödeme yolu ve KDV oranı için bir satır.',
}
