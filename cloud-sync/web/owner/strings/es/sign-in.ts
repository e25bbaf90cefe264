import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'Entrar',
  titleAgain: '¿Es usted?',
  again: (name) => `${name}, demuestre una vez más que es usted: lo que sigue es difícil de deshacer.`,
  withPasskey: 'Entrar con una llave de acceso',
  email: 'Su dirección de correo',
  sendLink: 'Enviarme un enlace',
  withToken: 'Con el token del operador',
  token: 'Token del operador',
  withTokenButton: 'Entrar',
  whatToken: 'El token es el valor de OWNER_TOKEN donde funciona esta nube.',

  linkSent: 'Si esa dirección tiene una cuenta aquí, un enlace va de camino. Sirve durante un cuarto de hora.',
  tooManyTries: 'Demasiados intentos fallidos. Espere un minuto.',
  wrongToken: 'Ese no es el token del operador.',
  badAddress: 'Una dirección de correo es como anna@example.org.',
  enoughLinks: 'A esa dirección ya se enviaron bastantes enlaces. Use el último o espere una hora.',

  linkUsed: 'Este enlace ya no sirve',
  linkUsedText: 'Un enlace sirve una sola vez y por un tiempo, y uno más nuevo ocupa su lugar.',
  anotherWay: 'Entrar de otra manera',
  welcome: (name) => `Le damos la bienvenida, ${name}`,
  hello: (name) => `Hola, ${name}`,
  accountReady: 'Su cuenta está lista. No necesita contraseña.',
  opensHere: 'Esto abre sus páginas en este dispositivo.',
  goIn: 'Pasar',

  passkeyPlace: 'Las llaves de acceso necesitan la dirección que indica PUBLIC_URL, o localhost.',
  passkeyBusy: 'Demasiadas personas entran a la vez. Espere un minuto.',
  passkeyUnknown: 'Esa llave de acceso no abre nada aquí. Use otra o pida un enlace.',
  passkeyForPeople: 'Solo una persona puede tener una llave de acceso: el token del operador no tiene ninguna.',
  passkeyNotTaken: 'No se pudo aceptar esa llave de acceso. Inténtelo de nuevo.',
  browserSaidNo: 'No se hizo nada: se rechazó en el navegador o se esperó demasiado. Inténtelo de nuevo.',
  browserElsewhere: 'Las llaves de acceso funcionan en la dirección pública de estas páginas: abra esa.',
  browserHasOne: 'Este dispositivo ya tiene una llave de acceso para aquí.',
}
