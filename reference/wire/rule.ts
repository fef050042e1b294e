/**
 * @module The closed list of rules that a layout table can state. A rule is data with a local id;
 * the interpreters give it meaning, the clause map says which clauses it stands for.
 */

import type { ProfileAbi, Switches } from '../profiles/built-in.generated.js';
import type { Sid } from './values.js';

/** Switches of the profile under which a rule or row holds; a list means any of them. @public */
export type When = { readonly [K in keyof Switches]?: Switches[K] | readonly Switches[K][] };

/**
 * A number of the table, or one that the profile's ABI gives; null there drops the rule. @public
 */
export type Bound = number | { readonly abi: keyof ProfileAbi; readonly less?: number };

interface Base {
  /** Local id, `<row>.<kind>`; unique in the layout under one profile. */
  readonly id: string;
  readonly when?: When;
}

/** Rules on the value of a number row. @public */
export type ValueRule =
  | (Base & { readonly kind: 'equals'; readonly value: Bound })
  | (Base & { readonly kind: 'range'; readonly min?: Bound; readonly max?: Bound })
  | (Base & { readonly kind: 'oneOf'; readonly values: readonly number[] })
  /** No bit outside the mask. */
  | (Base & { readonly kind: 'bits'; readonly mask: number })
  | (Base & { readonly kind: 'multipleOf'; readonly of: number });

/** Rules on a number row's place. @public */
export type FieldRule =
  | ValueRule
  /** The row lies inside the bytes of its structure (rows behind a variable part). */
  | (Base & { readonly kind: 'fits' })
  /** A structure's own size lies inside the bytes that hold it. */
  | (Base & { readonly kind: 'within' });

/** Rules on a variable part. Each kind occurs once per part at most. @public */
export type PartRule =
  /** Starts and ends inside the structure; sums do not wrap. */
  | (Base & { readonly kind: 'within' })
  /** Starts at or behind this byte. */
  | (Base & { readonly kind: 'behind'; readonly min: Bound })
  /** No length or count without an offset. */
  | (Base & { readonly kind: 'pairedZero' })
  | (Base & { readonly kind: 'required' })
  /** The content fills its declared bytes. */
  | (Base & { readonly kind: 'consumesExactly' })
  /** As many elements as counted are there. */
  | (Base & { readonly kind: 'fits' })
  | (Base & { readonly kind: 'maxItems'; readonly max: Bound })
  | (Base & { readonly kind: 'terminated' })
  | (Base & { readonly kind: 'maxUnits'; readonly max: Bound })
  | (Base & { readonly kind: 'utf8' })
  /** Each pointed-to element starts behind the array of pointers. */
  | (Base & { readonly kind: 'behindPointers' })
  /** A second-level offset stays inside the structure. */
  | (Base & { readonly kind: 'pointerWithin' })
  /** A length in front of data stays inside the structure. */
  | (Base & { readonly kind: 'prefixWithin' })
  /** A fixed-size element is whole. */
  | (Base & { readonly kind: 'elementFits' })
  | (Base & { readonly kind: 'itemBytes'; readonly min: number; readonly max: number })
  | (Base & { readonly kind: 'excludesBytes'; readonly bytes: readonly number[] })
  | (Base & { readonly kind: 'distinct'; readonly foldCase: boolean })
  | (Base & { readonly kind: 'notAllZero' })
  /** No list entry has this SID. */
  | (Base & { readonly kind: 'excludesSid'; readonly sid: Sid });

/** What a condition of `implies` looks at. @public */
export type Condition =
  | { readonly field: string; readonly equals: number }
  | { readonly field: string; readonly notZero: true }
  | { readonly present: string };

/** Rules on a structure as a whole and across its rows. @public */
export type StructureRule =
  /** The fixed rows lie inside the bytes given. */
  | (Base & { readonly kind: 'fits' })
  | (Base & { readonly kind: 'size'; readonly min?: Bound; readonly max?: Bound })
  | (Base & { readonly kind: 'sizeOneOf'; readonly sizes: readonly number[] })
  /** No byte behind the last part. */
  | (Base & { readonly kind: 'consumesExactly' })
  | (Base & { readonly kind: 'implies'; readonly if: Condition; readonly then: Condition })
  /** 0, or the number of a list element counted from 1. */
  | (Base & { readonly kind: 'indexInto'; readonly field: string; readonly part: string })
  /** The list element that the index selects has these bits. */
  | (Base & {
      readonly kind: 'selectedHas';
      readonly field: string;
      readonly part: string;
      readonly member: string;
      readonly bits: number;
    })
  /** No bit of `field` outside `of` (both 64 bits). */
  | (Base & { readonly kind: 'subset'; readonly field: string; readonly of: string })
  /** No two pointed-to parts share a byte. */
  | (Base & { readonly kind: 'disjoint' });

/** Any rule. @public */
export type Rule = FieldRule | PartRule | StructureRule;
