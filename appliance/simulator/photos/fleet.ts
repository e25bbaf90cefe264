import type { BodyKind } from './bodies.ts'
import type { FaceStyle } from './lamps.ts'
import type { PlateStyle } from './plates.ts'
import type { SettingName } from './settings.ts'
import type { Order } from './shot.ts'

type Row = readonly [
  country: PlateStyle,
  text: string,
  body: BodyKind,
  style: FaceStyle,
  paint: string,
  metallic: number,
  view: 'front' | 'rear',
  setting: SettingName,
  yaw: number,
  dirt?: number,
]

/** Every plate is invented. Two are dirty on purpose: a car park without a doubtful read is not a car park. */
const rows: readonly Row[] = [
  ['DE', 'B·GH 2417', 'hatch', 0, '#b3201f', 0.6, 'front', 'garage', 6],
  ['DE', 'M·XJ 789', 'sedan', 1, '#e4e5e1', 0.2, 'front', 'garage', -7],
  ['DE', 'HH·KT 5382', 'wagon', 2, '#22303b', 0.8, 'front', 'garageWarm', 5],
  ['DE', 'K·PM 634', 'suv', 1, '#6f7a7e', 0.9, 'front', 'day', -5],
  ['DE', 'S·EL 4713E', 'hatch', 2, '#2f6fb0', 0.7, 'rear', 'day', 6],
  ['DE', 'F·RA 9256', 'wagon', 0, '#9aa3a6', 1, 'rear', 'garage', -6],
  ['DE', 'L·VW 378', 'van', 0, '#efefe9', 0, 'front', 'overcast', 5],
  ['DE', 'DD·NH 2639', 'sedan', 0, '#151819', 0.7, 'front', 'night', -5],
  ['DE', 'HB·ZK 482', 'hatch', 1, '#d8a21b', 0.3, 'front', 'rain', 7, 0.35],
  ['DE', 'N·FU 7194', 'suv', 2, '#3c4a3a', 0.6, 'rear', 'rain', -6],
  ['FR', 'GK-482-TR', 'hatch', 2, '#f0f0ec', 0.1, 'front', 'day', -9],
  ['FR', 'EM-739-XB', 'suv', 0, '#8c2f39', 0.7, 'front', 'garageWarm', 6],
  ['FR', 'DA-615-PL', 'van', 1, '#dfe2e2', 0.1, 'rear', 'overcast', -4],
  ['FR', 'HX-294-KE', 'hatch', 0, '#1d3f73', 0.8, 'front', 'nightRain', 4],
  ['ES', '4829 KLM', 'sedan', 2, '#a9b0b2', 1, 'front', 'day', 8],
  ['ES', '7354 NRT', 'hatch', 1, '#c8452a', 0.5, 'front', 'garage', -4],
  ['ES', '2968 LGX', 'suv', 0, '#e9e8e2', 0.2, 'rear', 'garageWarm', 7],
  ['IT', 'FT 638 ZN', 'hatch', 1, '#7fb2c9', 0.5, 'front', 'garage', 8],
  ['IT', 'GE 472 KM', 'wagon', 2, '#4a4f52', 0.9, 'front', 'overcast', -7],
  ['IT', 'EX 915 PA', 'suv', 1, '#7a1f22', 0.7, 'rear', 'night', 5],
  ['NL', 'KV-953-X', 'hatch', 0, '#e7742b', 0.4, 'front', 'overcast', 6],
  ['NL', 'TR-648-F', 'wagon', 1, '#30383b', 0.8, 'rear', 'rain', -5],
  ['NL', 'PZ-382-K', 'sedan', 2, '#dfe3e4', 0.8, 'front', 'garage', 4],
  ['PL', 'WR 58K21', 'suv', 2, '#25485c', 0.8, 'front', 'rain', -8],
  ['PL', 'KR 4FN92', 'sedan', 0, '#b9bfc1', 1, 'front', 'garageWarm', -5],
  ['PL', 'GD 739EM', 'van', 2, '#48606b', 0.4, 'front', 'day', 6, 0.55],
  ['GB', 'LM71 XPA', 'suv', 0, '#2b2f31', 0.8, 'front', 'overcast', -6],
  ['GB', 'KX23 FTR', 'hatch', 2, '#f2f2ee', 0.1, 'rear', 'rain', 5],
  ['GB', 'YE19 NZK', 'sedan', 1, '#5d1f2a', 0.7, 'front', 'nightRain', 6],
  ['US', '7KTR482', 'pickup', 0, '#a51d1d', 0.5, 'front', 'day', 5],
  ['US', '5PXE916', 'suv', 1, '#dcdedb', 0.7, 'rear', 'overcast', -5],
  ['US', '8HMV354', 'sedan', 2, '#355a86', 0.8, 'front', 'garage', -6],
  ['BR', 'QRT4E27', 'hatch', 0, '#c9cdce', 1, 'front', 'day', -7],
  ['BR', 'FKM7B93', 'pickup', 2, '#f0efe9', 0.1, 'rear', 'overcast', 5],
  ['IN', 'MH 12 KT 4839', 'hatch', 1, '#f4f3ee', 0.1, 'front', 'day', 6],
  ['IN', 'KA 05 PX 7263', 'suv', 2, '#7b868a', 0.9, 'front', 'garageWarm', -6],
]

export const fleet: readonly Order[] = rows.map(([country, text, body, style, paint, metallic, view, setting, yaw, dirt], i) => ({
  file: `${country.toLowerCase()}-${text.toLowerCase().replace(/[^a-z0-9]/g, '')}.jpg`,
  country,
  text,
  body,
  style,
  paint,
  metallic,
  rear: view === 'rear',
  setting,
  yaw,
  offset: ((i * 37) % 11) * 0.03 - 0.15,
  dirt: dirt ?? 0,
}))

/** A1B23 from what people see. */
export const plateText = (text: string): string => text.replace(/[^A-Z0-9]/g, '')
