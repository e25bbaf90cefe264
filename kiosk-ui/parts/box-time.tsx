import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { boxTime, linkWorry, type Shown } from '../link/shown.ts'

interface BoxTime {
  /** epoch ms by the box's clock, refreshed every second */
  readonly now: number
  /** the link is lost, and for long enough that the driver should know */
  readonly worry: boolean
}

const Now = createContext<BoxTime>({ now: 0, worry: false })

/** The time by the box's clock. Only what asks for it is drawn again each second. */
export const useBoxTime = (): BoxTime => useContext(Now)

export function BoxClock({ shown, children }: { shown: Shown; children: ComponentChildren }) {
  const at = Math.max(useSecond(), shown.receivedAt)
  return <Now.Provider value={{ now: boxTime(shown, at), worry: linkWorry(shown, at) }}>{children}</Now.Provider>
}

function useSecond(): number {
  const [at, setAt] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setAt(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return at
}
