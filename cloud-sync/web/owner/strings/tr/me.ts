import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'Burada izleyicisiniz: raporları okursunuz.',
    manager: 'Burada yöneticisiniz: raporları okur; fiyatları, hakları, indirimleri ve cihazları ayarlarsınız.',
    owner: 'Burada sahipsiniz: her şeyi ayarlar, başka kimin girebileceğini söylersiniz.',
  },
  makePasskeyNow:
    'Şimdi bir geçiş anahtarı oluşturun: bu cihaz bir dahaki sefere sayfalarınızı kendiliğinden açar. Anahtar olmadan her seferinde yeni bağlantı gerekir.',
  passkeys: 'Geçiş anahtarlarınız',
  noPasskey: 'Henüz yok.',
  makePasskey: 'Bu cihazda geçiş anahtarı oluştur',
  passkeyElsewhere: 'Geçiş anahtarları için PUBLIC_URL ile verilen adres gerekir: bu başka bir adres.',
  keyNew: {
    here: (made) => `oluşturuldu: ${made}, henüz kullanılmadı, yalnızca o cihazda`,
    synced: (made) => `oluşturuldu: ${made}, henüz kullanılmadı, o markanın bütün cihazlarınızda`,
  },
  keyUsed: {
    here: (made, used) => `oluşturuldu: ${made}, kullanıldı: ${used}, yalnızca o cihazda`,
    synced: (made, used) => `oluşturuldu: ${made}, kullanıldı: ${used}, o markanın bütün cihazlarınızda`,
  },
  remove: 'Kaldır',
  removeKey: (name) => `Kaldır: ${name}`,

  morning: 'Sabah mektubu',
  morningOn: 'Her sabah yedide bir mektup size önceki günü anlatır.',
  morningOff: 'Her sabah yedide bir mektup: önceki gün ne tahsil edildi, sizi ne bekliyor.',
  morningStop: 'Artık mektup gönderme',
  morningStart: 'Bana her sabah yaz',

  language: 'Diliniz',
  languageText: 'Bu sayfalar ve size gelen mektuplar bu dildedir.',

  browsers: 'Girişinizin açık olduğu yerler',
  thisBrowser: (browser) => `${browser} (bu)`,
  browserUsed: (since, last) => `${since} tarihinden beri, son kullanım ${last}`,
  signOut: 'Oturumunu kapat',
  signOutBrowser: (browser) => `Oturumu kapat: ${browser}`,
  browserOn: (browser, system) => `${browser}, ${system}`,
  someBrowser: 'Bir tarayıcı',
  otherSystem: 'başka bir sistem',
}
