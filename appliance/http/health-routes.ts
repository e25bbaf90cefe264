import { Hono } from 'hono'
import { firstScreen } from './first-screen.ts'
import type { HttpContext } from './http-options.ts'
import type { EventReaders } from './lane-events.ts'
import { type Metric, prometheusText } from './prometheus.ts'
import type { Refusals } from './refusals.ts'
import type { ScreenBeats } from './screen-beats.ts'

/** `/healthz` for people and watchdogs, `/screenz` for the screen's, `/metrics` for Prometheus [H13, H15, H17, H18]. */
export function healthRoutes(http: HttpContext, readers: EventReaders, beats: ScreenBeats, refusals: Refusals): Hono {
  const app = new Hono()
  const screens = () => beats.all().map((beat) => ({ ...beat, ok: beat.ageMs <= http.limits.heartbeatMs }))

  app.get('/healthz', (c) => {
    const { refusedOnLan = {}, ...report } = http.health()
    const refused = { http: Object.fromEntries(refusals.counts()), lan: refusedOnLan }
    c.header('Cache-Control', 'no-store')
    return c.json({ ...report, screens: screens(), refused }, report.ok ? 200 : 503)
  })

  // Asked by the watchdog of the screen's own unit: is what hangs on this box's glass still painting?
  app.get('/screenz', (c) => {
    const laneId = firstScreen(http.lanes())?.laneId
    const ok = screens().some((screen) => screen.laneId === laneId && screen.ok)
    c.header('Cache-Control', 'no-store')
    return c.json({ ok }, ok ? 200 : 503)
  })

  app.get('/metrics', (c) => {
    const report = http.health()
    const lanes = http.lanes().map((lane) => lane.view())
    const metrics: Metric[] = [
      { name: 'gatehouse_ok', help: 'The box reports itself well', samples: [{ value: Number(report.ok) }] },
      {
        name: 'gatehouse_check_ok',
        help: 'One check of the box',
        samples: report.checks.map((check) => ({ labels: { check: check.name }, value: Number(check.ok) })),
      },
      {
        name: 'gatehouse_http_refused',
        help: 'Requests turned away since the box started',
        samples: [...refusals.counts()].map(([status, value]) => ({ labels: { status: String(status) }, value })),
      },
      {
        name: 'gatehouse_lan_refused',
        help: 'Messages of siblings, or in their name, not taken since the box started',
        samples: Object.entries(report.refusedOnLan ?? {}).map(([reason, value]) => ({ labels: { reason }, value })),
      },
      { name: 'gatehouse_event_readers', help: 'Open event streams', samples: [{ value: readers.count() }] },
      {
        name: 'gatehouse_lane_screen',
        help: 'What a lane shows (1 = this one)',
        samples: lanes.map((view) => ({ labels: { lane: view.lane.id, screen: view.screen.kind }, value: 1 })),
      },
      {
        name: 'gatehouse_lane_arm',
        help: 'Where a lane’s arm is (1 = this one)',
        samples: lanes.map((view) => ({ labels: { lane: view.lane.id, arm: view.arm }, value: 1 })),
      },
      {
        name: 'gatehouse_lane_help_open',
        help: 'A driver waits for help',
        samples: lanes.map((view) => ({ labels: { lane: view.lane.id }, value: Number(view.helpOpen) })),
      },
      {
        name: 'gatehouse_screen_heartbeat_age_seconds',
        help: 'Since the rendered page last painted',
        samples: beats.all().map((beat) => ({ labels: { lane: beat.laneId }, value: beat.ageMs / 1000 })),
      },
      ...Object.entries(report.gauges ?? {}).map(([name, value]) => ({
        name: `gatehouse_${name}`,
        help: name.replaceAll('_', ' '),
        samples: [{ value }],
      })),
    ]
    return c.text(prometheusText(metrics), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
  return app
}
