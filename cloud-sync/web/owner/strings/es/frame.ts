import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('es')

export const frame: FrameWords = {
  skip: 'Ir a las cifras',
  pages: 'Páginas',
  tab: { today: 'Hoy', cars: 'Coches', money: 'Dinero', prices: 'Precios', permits: 'Abonos', help: 'Ayuda' },
  waiting: (count) => n(count, { one: '# espera', other: '# esperan' }),
  people: 'Personas',
  you: 'Usted',
  logOut: 'Salir',
  carPark: 'Aparcamiento',
  show: 'Mostrar',
  language: 'Idioma',
  role: { viewer: 'lector', manager: 'gestor', owner: 'propietario' },

  nothingHere: 'Aquí no hay nada',
  problem: {
    noCarParkYet: 'Esta nube aún no conoce ningún aparcamiento. Donde funciona, escriba: node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'No existe ese aparcamiento.',
    badDay: 'Un día se escribe así: 2026-11-22.',
    badMonth: 'Un mes se escribe así: 2026-11.',
    noSuchStay: 'No existe esa estancia.',
  },
  notForYou: 'No es para usted',
  forOwners: (role) => `Esto es para propietarios; su función aquí: ${role}. Pregunte a un propietario.`,
  forManagers: (role) => `Esto es para gestores y propietarios; su función aquí: ${role}. Pregunte a un propietario.`,
  notFromHere: 'Desde aquí no',
  noToken: 'Sin OWNER_TOKEN estas páginas son solo para la máquina en la que funcionan. Defina OWNER_TOKEN y vuelva a arrancar la nube.',

  showFirst: 'Demuestre antes, una vez más, que es usted',
  showFirstRefused: 'Demuestre antes que es usted: no se ha cambiado nada.',
}
