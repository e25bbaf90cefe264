/**
 * A set that hardly ever holds more than one: there are ten thousand of them, and a Set, even for one, takes 250 bytes. What is added
 * while it is gone through may or may not come up.
 */
export class Few<T extends object> {
  private first: T | null = null
  private others: Set<T> | null = null

  get size(): number {
    return (this.first === null ? 0 : 1) + (this.others?.size ?? 0)
  }

  add(one: T): void {
    if (this.first === one || this.others?.has(one)) return
    if (this.first === null) this.first = one
    else {
      this.others ??= new Set()
      this.others.add(one)
    }
  }

  delete(one: T): void {
    if (this.first === one) this.first = null
    else if (this.others?.delete(one) && this.others.size === 0) this.others = null
  }

  /** Empties it; what was in it comes back. */
  takeAll(): readonly T[] {
    const all = [...this]
    this.first = null
    this.others = null
    return all
  }

  *[Symbol.iterator](): Iterator<T> {
    if (this.first !== null) yield this.first
    if (this.others !== null) yield* this.others
  }
}
