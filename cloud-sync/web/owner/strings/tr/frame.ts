import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('tr')

export const frame: FrameWords = {
  skip: 'Rakamlara geç',
  pages: 'Sayfalar',
  tab: { today: 'Bugün', cars: 'Araçlar', money: 'Para', prices: 'Fiyatlar', permits: 'Haklar', help: 'Yardım' },
  waiting: (count) => n(count, { one: '# bekliyor', other: '# bekliyor' }),
  people: 'Kişiler',
  you: 'Siz',
  logOut: 'Çıkış yap',
  carPark: 'Otopark',
  show: 'Göster',
  language: 'Dil',
  role: { viewer: 'izleyici', manager: 'yönetici', owner: 'sahip' },

  nothingHere: 'Burada bir şey yok',
  problem: {
    noCarParkYet: 'Bu bulut henüz hiçbir otopark tanımıyor. Çalıştığı yerde şunu yazın: node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'Böyle bir otopark yok.',
    badDay: 'Gün şöyle yazılır: 2026-11-22.',
    badMonth: 'Ay şöyle yazılır: 2026-11.',
    noSuchStay: 'Böyle bir park kaydı yok.',
  },
  notForYou: 'Size açık değil',
  forOwners: (role) => `Bu yalnızca sahiplere açık; buradaki rolünüz: ${role}. Bir sahibe sorun.`,
  forManagers: (role) => `Bu yalnızca yöneticilere ve sahiplere açık; buradaki rolünüz: ${role}. Bir sahibe sorun.`,
  notFromHere: 'Buradan olmaz',
  noToken: 'OWNER_TOKEN olmadan bu sayfalar yalnızca çalıştıkları makine içindir. OWNER_TOKEN değerini verip bulutu yeniden başlatın.',

  showFirst: 'Önce bir kez daha siz olduğunuzu gösterin',
  showFirstRefused: 'Önce siz olduğunuzu gösterin: hiçbir şey değişmedi.',
}
