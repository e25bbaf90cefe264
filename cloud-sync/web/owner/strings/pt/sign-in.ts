import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'Entrar',
  titleAgain: 'É mesmo você?',
  again: (name) => `${name}, mostre mais uma vez que é mesmo você: o que se segue é difícil de desfazer.`,
  withPasskey: 'Entrar com uma chave de acesso',
  email: 'O seu endereço de e-mail',
  sendLink: 'Enviar-me um link',
  withToken: 'Com o token do operador',
  token: 'Token do operador',
  withTokenButton: 'Entrar',
  whatToken: 'O token é o valor de OWNER_TOKEN onde esta nuvem corre.',

  linkSent: 'Se esse endereço tem conta aqui, um link vai a caminho. Funciona durante um quarto de hora.',
  tooManyTries: 'Demasiadas tentativas erradas. Espere um minuto.',
  wrongToken: 'Esse não é o token do operador.',
  badAddress: 'Um endereço de e-mail é como anna@example.org.',
  enoughLinks: 'Esse endereço já recebeu links suficientes. Use o último ou espere uma hora.',

  linkUsed: 'Este link já não serve',
  linkUsedText: 'Um link funciona uma só vez e por algum tempo, e um mais novo toma o seu lugar.',
  anotherWay: 'Entrar de outra forma',
  welcome: (name) => `Damos-lhe as boas-vindas, ${name}`,
  hello: (name) => `Olá, ${name}`,
  accountReady: 'A sua conta está pronta. Não precisa de palavra-passe.',
  opensHere: 'Isto abre as suas páginas neste dispositivo.',
  goIn: 'Avançar',

  passkeyPlace: 'As chaves de acesso precisam do endereço indicado em PUBLIC_URL, ou de localhost.',
  passkeyBusy: 'Demasiadas pessoas a entrar ao mesmo tempo. Espere um minuto.',
  passkeyUnknown: 'Essa chave de acesso não abre nada aqui. Use outra ou peça um link.',
  passkeyForPeople: 'Só uma pessoa pode ter uma chave de acesso: o token do operador não tem nenhuma.',
  passkeyNotTaken: 'Não foi possível aceitar essa chave de acesso. Tente de novo.',
  browserSaidNo: 'Nada foi feito: houve uma recusa no navegador ou demorou demasiado. Tente de novo.',
  browserElsewhere: 'As chaves de acesso funcionam no endereço público destas páginas: abra esse.',
  browserHasOne: 'Este dispositivo já tem uma chave de acesso para aqui.',
}
