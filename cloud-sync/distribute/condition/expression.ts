/** A where clause as it was written, before any table is looked up. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression[] }
  | { readonly kind: 'not'; readonly term: Expression }
  | { readonly kind: 'compare'; readonly sign: Sign; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'in'; readonly left: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'like'; readonly left: Operand; readonly pattern: Operand; readonly anyCase: boolean }
  | { readonly kind: 'isNull'; readonly operand: Operand }
  /** `is true`, `is false`: never NULL */
  | { readonly kind: 'is'; readonly term: Expression; readonly truth: boolean }
  | { readonly kind: 'truth'; readonly operand: Operand }

export type Sign = '=' | '<>' | '<' | '<=' | '>' | '>='

export type Operand =
  | { readonly kind: 'column'; readonly name: string; readonly cast: string | null }
  /** `form`: how it was spelled; a quoted constant takes the type of what it is compared with */
  | {
      readonly kind: 'constant'
      readonly text: string | null
      readonly form: 'quoted' | 'number' | 'boolean'
      readonly cast: string | null
    }

/** The terms that must all hold. */
export const conjuncts = (expression: Expression): readonly Expression[] =>
  expression.kind === 'and' ? expression.terms.flatMap(conjuncts) : [expression]
