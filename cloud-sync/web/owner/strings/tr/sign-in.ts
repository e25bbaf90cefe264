import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'Giriş',
  titleAgain: 'Siz misiniz?',
  again: (name) => `${name}, bir kez daha siz olduğunuzu gösterin: bundan sonrası kolay geri alınmaz.`,
  withPasskey: 'Geçiş anahtarıyla giriş yap',
  email: 'E-posta adresiniz',
  sendLink: 'Bana bağlantı gönder',
  withToken: 'İşletmeci belirteciyle',
  token: 'İşletmeci belirteci',
  withTokenButton: 'Giriş yap',
  whatToken: 'Belirteç, bu bulutun çalıştığı yerdeki OWNER_TOKEN değeridir.',

  linkSent: 'Bu adresin burada hesabı varsa bağlantı yolda. Çeyrek saat geçerlidir.',
  tooManyTries: 'Çok fazla yanlış deneme. Bir dakika bekleyin.',
  wrongToken: 'Bu, işletmeci belirteci değil.',
  badAddress: 'E-posta adresi şöyle görünür: anna@example.org.',
  enoughLinks: 'Bu adrese yeterince bağlantı gönderildi. Sonuncusunu kullanın veya bir saat bekleyin.',

  linkUsed: 'Bu bağlantı artık geçmiyor',
  linkUsedText: 'Bir bağlantı bir kez ve yalnızca bir süre geçerlidir; yenisi onun yerini alır.',
  anotherWay: 'Başka yolla giriş yap',
  welcome: (name) => `Hoş geldiniz, ${name}`,
  hello: (name) => `Merhaba, ${name}`,
  accountReady: 'Hesabınız hazır. Parola gerekmez.',
  opensHere: 'Bu, sayfalarınızı bu cihazda açar.',
  goIn: 'Gir',

  passkeyPlace: 'Geçiş anahtarları için PUBLIC_URL ile verilen adres ya da localhost gerekir.',
  passkeyBusy: 'Aynı anda çok kişi giriş yapıyor. Bir dakika bekleyin.',
  passkeyUnknown: 'Bu geçiş anahtarı burada bir şey açmıyor. Başkasını kullanın veya bağlantı isteyin.',
  passkeyForPeople: 'Geçiş anahtarı yalnızca bir kişinin olabilir: işletmeci belirtecinin yoktur.',
  passkeyNotTaken: 'Bu geçiş anahtarı alınamadı. Yeniden deneyin.',
  browserSaidNo: 'Bir şey yapılmadı: tarayıcıda reddedildi ya da çok beklendi. Yeniden deneyin.',
  browserElsewhere: 'Geçiş anahtarları bu sayfaların genel adresinde çalışır: onu açın.',
  browserHasOne: 'Bu cihazın burada zaten bir geçiş anahtarı var.',
}
