import type { MeWords } from '../en/me.ts'

export const me: MeWords = {
  role: {
    viewer: 'Aquí es lector: lee los informes.',
    manager: 'Aquí es gestor: lee los informes y ajusta precios, abonos, descuentos y equipos.',
    owner: 'Aquí es propietario: ajusta todo y dice quién más puede entrar.',
  },
  makePasskeyNow:
    'Cree ahora una llave de acceso: la próxima vez este dispositivo abre sus páginas por sí solo. Sin ella necesita un enlace nuevo cada vez.',
  passkeys: 'Sus llaves de acceso',
  noPasskey: 'Todavía ninguna.',
  makePasskey: 'Crear una llave de acceso en este dispositivo',
  passkeyElsewhere: 'Las llaves de acceso necesitan la dirección que indica PUBLIC_URL: esta es otra.',
  keyNew: {
    here: (made) => `creada ${made}, aún sin usar, solo en ese dispositivo`,
    synced: (made) => `creada ${made}, aún sin usar, en todos sus dispositivos de esa marca`,
  },
  keyUsed: {
    here: (made, used) => `creada ${made}, usada ${used}, solo en ese dispositivo`,
    synced: (made, used) => `creada ${made}, usada ${used}, en todos sus dispositivos de esa marca`,
  },
  remove: 'Quitar',
  removeKey: (name) => `Quitar ${name}`,

  morning: 'Carta de la mañana',
  morningOn: 'Cada mañana a las siete una carta le cuenta el día anterior.',
  morningOff: 'Una carta cada mañana a las siete: lo que se cobró el día anterior y lo que le necesita.',
  morningStop: 'No más cartas',
  morningStart: 'Escribirme cada mañana',

  language: 'Su idioma',
  languageText: 'En él están estas páginas y las cartas que recibe.',

  browsers: 'Dónde tiene la sesión abierta',
  thisBrowser: (browser) => `${browser} (este)`,
  browserUsed: (since, last) => `desde ${since}, usado por última vez ${last}`,
  signOut: 'Cerrar su sesión',
  signOutBrowser: (browser) => `Cerrar la sesión de ${browser}`,
  browserOn: (browser, system) => `${browser} en ${system}`,
  someBrowser: 'Un navegador',
  otherSystem: 'otro sistema',
}
