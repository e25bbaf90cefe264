import type { LetterWords } from './words.ts'

export const es: LetterWords = {
  hello: (name) => `Hola, ${name}:`,
  invitation: {
    subject: 'Su cuenta en Gatehouse',
    invitedBy: (name) =>
      `${name} le ha creado una cuenta para las páginas del aparcamiento. Abra este enlace antes de una semana; sirve una sola vez:`,
    invitedByOperator:
      'Quien gestiona su aparcamiento le ha creado una cuenta para sus páginas. Abra este enlace antes de una semana; sirve una sola vez:',
    noPassword: 'No necesita contraseña: en la página crea una llave de acceso, y la próxima vez la abre su teléfono u ordenador.',
  },
  signIn: {
    subject: 'Su enlace para entrar',
    yourLink: (minutes) => `aquí tiene el enlace que pidió. Sirve una vez, durante ${minutes} minutos:`,
    notAsked: 'Si no lo pidió, alguien escribió su dirección. Sin este mensaje nadie puede entrar; no tiene que hacer nada.',
  },
}
