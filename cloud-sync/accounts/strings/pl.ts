import type { LetterWords } from './words.ts'

export const pl: LetterWords = {
  hello: (name) => `Dzień dobry, ${name}!`,
  invitation: {
    subject: 'Konto w Gatehouse',
    invitedBy: (name) => `Masz konto na stronach parkingu; zaprasza ${name}. Link działa raz, przez tydzień:`,
    invitedByOperator: 'Operator parkingu założył dla Ciebie konto na jego stronach. Link działa raz, przez tydzień:',
    noPassword: 'Hasło nie jest potrzebne: na stronie utworzysz klucz dostępu i następnym razem otworzy ją Twój telefon lub komputer.',
  },
  signIn: {
    subject: 'Link do logowania',
    yourLink: (minutes) => `oto link, o który proszono. Działa raz, przez ${minutes} minut:`,
    notAsked: 'Jeśli to nie Twoja prośba, ktoś wpisał Twój adres. Bez tej wiadomości nikt nie wejdzie; nie trzeba nic robić.',
  },
}
