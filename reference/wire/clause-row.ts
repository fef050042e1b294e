/** @module A row of the clause map. */

import type { ClauseId } from '../abi/clause-id.generated.js';
import type { BuiltInProfileId } from '../profiles/built-in.generated.js';

/** Rules at places, the clauses they stand for. @internal */
export interface ClauseRow {
  /** Places as issues name them; `*` stands for anything. */
  readonly places: readonly string[];
  /** Local rule ids; `*` stands for anything. */
  readonly rules: readonly string[];
  /** The profiles, by basis, that the row speaks of; all if absent. */
  readonly profiles?: readonly BuiltInProfileId[];
  readonly clauses: readonly ClauseId[];
  /** Why a rule has no clause. */
  readonly reason?: string;
}

/** @internal */
export const LEARN: readonly BuiltInProfileId[] = ['learn-0.20'];
/** @internal */
export const PACKED: readonly BuiltInProfileId[] = ['psd-0.20', 'psd-0.22', 'pkm-0.20'];
/** @internal */
export const PSD: readonly BuiltInProfileId[] = ['psd-0.20', 'psd-0.22'];
/** @internal */
export const PKM: readonly BuiltInProfileId[] = ['pkm-0.20'];
