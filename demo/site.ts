import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApplianceConfig } from '@gatehouse/appliance/config.ts'
import { parseConfig } from '@gatehouse/appliance/config.ts'
import type { CloudConfig } from '@gatehouse/cloud-sync/config.ts'

export const SITE = {
  id: 'markt',
  name: 'Parkhaus am Markt',
  country: 'DE',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  capacity: 24,
  seller: { name: 'Parkhaus am Markt GmbH', address: ['Marktplatz 1', '50667 Köln'], vatNumber: 'DE123456788' },
} as const

export const BOX = 'box-markt'

export interface Addresses {
  readonly port: number
  readonly cloudUrl: string
  /** what a phone opens; differs from `cloudUrl` with --lan */
  readonly payUrl: string
}

/** The demo's site file, as a technician would write it; the box reads this one too. */
const siteToml = (folder: string, at: Addresses): string => `# The demonstration's car park. npm start writes this file anew.
[site]
id = "${SITE.id}"
name = "${SITE.name}"
country = "${SITE.country}"
time_zone = "${SITE.timeZone}"
currency = "${SITE.currency}"
capacity = ${SITE.capacity}

[box]
id = "${BOX}"
data = ${JSON.stringify(join(folder, 'box'))}
port = ${at.port}

[cloud]
url = "${at.cloudUrl}"
pay_url = "${at.payUrl}"

[[lane]]
id = "entry"
name = "Einfahrt"
direction = "entryOnly"
barrier = { driver = "simulated" }
camera = { driver = "simulated" }

[[lane]]
id = "exit"
name = "Ausfahrt"
direction = "exitOnly"
barrier = { driver = "simulated" }
camera = { driver = "simulated" }
card_terminal = "simulated"

[[pay_point]]
id = "pay"
name = "Kassenautomat"
card_terminal = "simulated"

[tariff]
name = "Tagestarif"
free_minutes = 15
exit_grace_minutes = 15
vat_percent = 19
quote_lock_minutes = 15
daily_maximum = { kind = "calendarDay", amount_minor = 1800 }

[[tariff.line]]
kind = "incrementingRate"
step_minutes = 60
amount_minor = 250
`

/** Writes `site.toml` into the folder and reads it back as the box does. */
export function boxConfig(folder: string, at: Addresses): ApplianceConfig {
  const file = join(folder, 'site.toml')
  const text = siteToml(folder, at)
  writeFileSync(file, text)
  return parseConfig(text, file)
}

/** The cloud that knows this one site. With an owner's token it is reachable on the LAN too. */
export function cloudConfig(
  folder: string,
  options: { readonly port: number; readonly ownerToken: string | null; readonly databaseUrl: string | null },
): CloudConfig {
  return {
    databaseUrl: options.databaseUrl,
    host: options.ownerToken === null ? '127.0.0.1' : '0.0.0.0',
    port: options.port,
    ownerToken: options.ownerToken,
    dataDir: join(folder, 'cloud'),
    publicUrl: null,
    electric: null,
    providers: {},
    testPayments: 'on',
    production: false,
    enrolment: { sites: [SITE], devices: [] },
  }
}
