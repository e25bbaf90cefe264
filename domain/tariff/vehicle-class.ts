import type { RateTable, VehicleClass } from './rate-table.ts'

const priced = new WeakMap<RateTable, Map<VehicleClass, RateTable>>()

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
