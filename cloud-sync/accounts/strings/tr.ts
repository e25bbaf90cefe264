import type { LetterWords } from './words.ts'

export const tr: LetterWords = {
  hello: (name) => `Merhaba ${name},`,
  invitation: {
    subject: 'Gatehouse hesabınız',
    invitedBy: (name) => `${name}, otoparkın sayfaları için size bir hesap açtı. Bu bağlantıyı bir hafta içinde açın; bir kez geçerlidir:`,
    invitedByOperator:
      'Otoparkınızı işleten kişi, sayfaları için size bir hesap açtı. Bu bağlantıyı bir hafta içinde açın; bir kez geçerlidir:',
    noPassword: 'Parola gerekmez: sayfada bir geçiş anahtarı oluşturursunuz, sonra sayfayı telefonunuz veya bilgisayarınız açar.',
  },
  signIn: {
    subject: 'Giriş bağlantınız',
    yourLink: (minutes) => `istediğiniz bağlantı aşağıda. Bir kez, ${minutes} dakika boyunca geçerlidir:`,
    notAsked: 'Siz istemediyseniz biri adresinizi yazmıştır. Bu e-posta olmadan kimse giremez; bir şey yapmanız gerekmez.',
  },
}
