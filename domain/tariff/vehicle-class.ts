import type { RateTable, VehicleClass } from './rate-table.ts'

const priced = new WeakMap<RateTable, Map<VehicleClass, RateTable>>()

/** Whether a vehicle that comes back shares the maximum of its earlier stays: then they must be known (T31). */
export function sharesMaximum(table: RateTable, vehicleClass: VehicleClass | null): boolean {
  const { cap } = tableForClass(table, vehicleClass ?? undefined)
  return cap.kind !== 'none' && cap.reentry === true
}

/** The table as it prices a class of vehicle; a class it does not name pays what cars pay (T32). */
export function tableForClass(table: RateTable, vehicleClass: VehicleClass | undefined): RateTable {
  if (vehicleClass === undefined || table.classes === undefined) return table
  const own = priced.get(table) ?? new Map<VehicleClass, RateTable>()
  priced.set(table, own)
  let result = own.get(vehicleClass)
  if (result === undefined) {
    const found = table.classes.find((each) => each.vehicleClass === vehicleClass)
    result = found === undefined ? table : { ...table, ...found }
    own.set(vehicleClass, result)
  }
  return result
}
