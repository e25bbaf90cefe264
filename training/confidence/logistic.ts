/** One thing seen: its features, and whether it was so. */
export interface Outcome {
  readonly x: readonly number[]
  readonly right: boolean
}

/** Log-odds where all features are 0, and what each adds. */
export interface Logistic {
  readonly bias: number
  readonly weights: readonly number[]
}

/** Probability of `right`, 0..1. */
export const probability = ({ bias, weights }: Logistic, x: readonly number[]): number =>
  1 / (1 + Math.exp(-weights.reduce((sum, w, i) => sum + w * (x[i] as number), bias)))

/** What keeps weights from growing without bound where classes are separable. */
const RIDGE = 1e-3
const MOST_STEPS = 60

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares), weights never negative: a feature that would count
 * against itself is left out and the rest is fitted again. Needs both outcomes to occur.
 */
export function fitLogistic(outcomes: readonly Outcome[]): Logistic {
  const size = outcomes[0]?.x.length ?? 0
  let used = Array.from({ length: size }, (_, i) => i)
  for (;;) {
    const solved = newton(outcomes, used)
    const least = used.reduce(
      (a, i, k) => ((solved[k + 1] as number) < (a === null ? 0 : (solved[used.indexOf(a) + 1] as number)) ? i : a),
      null as number | null,
    )
    if (least === null) {
      const weights = Array.from({ length: size }, (_, i) => (used.includes(i) ? (solved[used.indexOf(i) + 1] as number) : 0))
      return { bias: solved[0] as number, weights }
    }
    used = used.filter((i) => i !== least)
  }
}

/** Bias and the weights of the used features. */
function newton(outcomes: readonly Outcome[], used: readonly number[]): number[] {
  const n = used.length + 1
  let beta = new Array<number>(n).fill(0)
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = new Array<number>(n).fill(0)
    const hessian = Array.from({ length: n }, () => new Array<number>(n).fill(0))
    for (const { x, right } of outcomes) {
      const row = [1, ...used.map((i) => x[i] as number)]
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * (beta[i] as number), 0)))
      const [error, curve] = [(right ? 1 : 0) - p, Math.max(1e-9, p * (1 - p))]
      for (let i = 0; i < n; i++) {
        gradient[i] = (gradient[i] as number) + error * (row[i] as number)
        for (let j = 0; j < n; j++)
          (hessian[i] as number[])[j] = ((hessian[i] as number[])[j] as number) + curve * (row[i] as number) * (row[j] as number)
      }
    }
    for (let i = 1; i < n; i++) {
      gradient[i] = (gradient[i] as number) - RIDGE * (beta[i] as number)
      ;(hessian[i] as number[])[i] = ((hessian[i] as number[])[i] as number) + RIDGE
    }
    const change = solved(hessian, gradient)
    // long strides on nearly separable outcomes overshoot
    const longest = Math.max(...change.map(Math.abs))
    const stride = Math.min(1, 2 / longest)
    beta = beta.map((value, i) => value + stride * (change[i] as number))
    if (longest < 1e-7) break
  }
  return beta
}

/** Gauss elimination with pivots; the matrix is small and positive definite. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number])
  const n = rows.length
  for (let k = 0; k < n; k++) {
    const pivot = rows.findIndex(
      (row, i) => i >= k && Math.abs(row[k] as number) === Math.max(...rows.slice(k).map((r) => Math.abs(r[k] as number))),
    )
    ;[rows[k], rows[pivot]] = [rows[pivot] as number[], rows[k] as number[]]
    const top = rows[k] as number[]
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const row = rows[i] as number[]
      const factor = (row[k] as number) / (top[k] as number)
      for (let j = k; j <= n; j++) row[j] = (row[j] as number) - factor * (top[j] as number)
    }
  }
  return rows.map((row, i) => (row[n] as number) / (row[i] as number))
}
