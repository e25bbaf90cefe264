import type { KioskCommand } from '@gatehouse/domain/wire/kiosk.ts'
import { useMemo, useRef } from 'preact/hooks'
import type { LaneLink } from '../link/lane-link.ts'
import type { Notice } from './notices.tsx'
import type { Scene } from './scene.ts'

/** How taps reach the lane, the same for the life of the page; `onRefused` hears of what the driver must be told. */
export function useTaps(send: LaneLink['send'], onRefused: (notice: Notice) => void): Pick<Scene, 'act' | 'isActing' | 'send'> {
  const acting = useRef(false)
  return useMemo(() => {
    async function sendNow(command: KioskCommand) {
      const reply = await send(command)
      // A stale tap and a lost link are already visible: the screen has moved on, or the bar says so.
      if (!reply.ok && reply.code !== 'stale' && reply.code !== 'offline') onRefused(reply.code === 'slowDown' ? 'slowDown' : 'notNow')
      return reply
    }
    return {
      send: sendNow,
      isActing: () => acting.current,
      async act(command) {
        if (acting.current) return
        acting.current = true
        await sendNow(command)
        acting.current = false
      },
    }
  }, [send, onRefused])
}
