import type { LetterWords } from './words.ts'

export const nl: LetterWords = {
  hello: (name) => `Hallo ${name},`,
  invitation: {
    subject: 'Uw account bij Gatehouse',
    invitedBy: (name) =>
      `${name} heeft voor u een account gemaakt voor de pagina’s van de parkeergarage. Open deze link binnen een week; hij werkt één keer:`,
    invitedByOperator:
      'De beheerder van uw parkeergarage heeft voor u een account voor de pagina’s ervan gemaakt. Open deze link binnen een week; hij werkt één keer:',
    noPassword: 'U hebt geen wachtwoord nodig: op de pagina maakt u een toegangssleutel, daarna opent uw telefoon of computer haar.',
  },
  signIn: {
    subject: 'Uw link om in te loggen',
    yourLink: (minutes) => `hier is de link waar u om vroeg. Hij werkt één keer, ${minutes} minuten lang:`,
    notAsked: 'Vroeg u er niet om, dan heeft iemand uw adres ingetypt. Zonder deze e-mail komt niemand binnen; u hoeft niets te doen.',
  },
}
