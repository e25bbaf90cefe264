import type { LetterWords } from './words.ts'

export const de: LetterWords = {
  hello: (name) => `Guten Tag ${name},`,
  invitation: {
    subject: 'Ihr Konto bei Gatehouse',
    invitedBy: (name) =>
      `${name} hat Ihnen ein Konto für die Seiten des Parkhauses eingerichtet. Öffnen Sie diesen Link innerhalb einer Woche; er gilt einmal:`,
    invitedByOperator:
      'Der Betreiber Ihres Parkhauses hat Ihnen ein Konto für dessen Seiten eingerichtet. Öffnen Sie diesen Link innerhalb einer Woche; er gilt einmal:',
    noPassword:
      'Sie brauchen kein Passwort: Auf der Seite legen Sie einen Passkey an, dann öffnet Ihr Handy oder Computer sie das nächste Mal.',
  },
  signIn: {
    subject: 'Ihr Link zum Anmelden',
    yourLink: (minutes) => `hier ist der Link, den Sie angefordert haben. Er gilt einmal, ${minutes} Minuten lang:`,
    notAsked:
      'Haben Sie ihn nicht angefordert, hat jemand Ihre Adresse eingetippt. Ohne diese E-Mail kommt niemand hinein; Sie müssen nichts tun.',
  },
}
