import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { type Theme, themeAt } from '../words/theme.ts'
import { useBoxTime } from './box-time.tsx'

/** Light or dark, by the page's address, the system's wish or the hour at the place. Draws nothing. */
export function PageTheme({ timeZone, asked }: { timeZone: string; asked: Theme | null }) {
  const systemDark = useSystemDark()
  const theme = themeAt(useBoxTime().now, timeZone, { asked, systemDark })
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  return null
}

function useSystemDark(): boolean {
  const [wish] = useState(() => matchMedia('(prefers-color-scheme: dark)'))
  const [dark, setDark] = useState(wish.matches)
  useEffect(() => {
    const follow = () => setDark(wish.matches)
    wish.addEventListener('change', follow)
    return () => wish.removeEventListener('change', follow)
  }, [wish])
  return dark
}
