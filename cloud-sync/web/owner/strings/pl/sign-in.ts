import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'Logowanie',
  titleAgain: 'Czy to Ty?',
  again: (name) => `${name}, pokaż jeszcze raz, że to Ty: tego, co dalej, nie da się łatwo cofnąć.`,
  withPasskey: 'Zaloguj się kluczem dostępu',
  email: 'Twój adres e-mail',
  sendLink: 'Wyślij mi link',
  withToken: 'Tokenem operatora',
  token: 'Token operatora',
  withTokenButton: 'Zaloguj się',
  whatToken: 'Token to wartość OWNER_TOKEN tam, gdzie działa ta chmura.',

  linkSent: 'Jeśli ten adres ma tu konto, link jest już w drodze. Działa przez kwadrans.',
  tooManyTries: 'Za dużo błędnych prób. Poczekaj minutę.',
  wrongToken: 'To nie jest token operatora.',
  badAddress: 'Adres e-mail wygląda tak: anna@example.org.',
  enoughLinks: 'Na ten adres wysłano już dość linków. Użyj ostatniego albo poczekaj godzinę.',

  linkUsed: 'Ten link już nie działa',
  linkUsedText: 'Link działa raz i tylko przez pewien czas, a nowszy zajmuje jego miejsce.',
  anotherWay: 'Zaloguj się inaczej',
  welcome: (name) => `Witamy, ${name}`,
  hello: (name) => `Dzień dobry, ${name}`,
  accountReady: 'Twoje konto jest gotowe. Hasło nie jest potrzebne.',
  opensHere: 'To otworzy Twoje strony na tym urządzeniu.',
  goIn: 'Wejdź',

  passkeyPlace: 'Klucze dostępu wymagają adresu podanego w PUBLIC_URL albo localhost.',
  passkeyBusy: 'Zbyt wiele osób loguje się naraz. Poczekaj minutę.',
  passkeyUnknown: 'Ten klucz dostępu niczego tu nie otwiera. Użyj innego albo poproś o link.',
  passkeyForPeople: 'Klucz dostępu może mieć tylko osoba: token operatora go nie ma.',
  passkeyNotTaken: 'Nie udało się przyjąć tego klucza dostępu. Spróbuj ponownie.',
  browserSaidNo: 'Nic się nie stało: w przeglądarce odmówiono albo czekano zbyt długo. Spróbuj ponownie.',
  browserElsewhere: 'Klucze dostępu działają pod publicznym adresem tych stron: otwórz go.',
  browserHasOne: 'To urządzenie ma tu już klucz dostępu.',
}
