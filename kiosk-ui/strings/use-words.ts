import type { Language } from '@gatehouse/domain/language.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { loadStrings, stringsOf } from './languages.ts'
import type { Strings } from './strings.ts'

interface Words {
  readonly language: Language
  /** null until any language has been fetched */
  readonly strings: Strings | null
}

/** The texts of the wanted language, or those spoken so far until they are here: the glass is never without words. */
export function useWords(wanted: Language): Words {
  const [, setFetched] = useState<Language | null>(null)
  const spoken = useRef<Words>({ language: wanted, strings: null })
  const strings = stringsOf(wanted)
  if (strings !== null) spoken.current = { language: wanted, strings }
  useEffect(() => {
    if (stringsOf(wanted) !== null) return
    // A box that does not answer is told in the bar; the next tap tries again.
    loadStrings(wanted).then(
      () => setFetched(wanted),
      () => {},
    )
  }, [wanted])
  return spoken.current
}
