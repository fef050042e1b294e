/**
 * @module What AccessCheck works on: the request, and the masks that its stages pass on (PSD-004
 * v0.20 §10.1, "Core mechanics").
 */
import type { ClauseId } from '../../abi/clause-id.generated.js';
import type { Sid } from '../../wire/values.js';
import type { SecurityDescriptor, Token } from '../state.js';
import type { GenericMapping } from './generic-mapping.js';

/** Who asks for what on which terms. @internal */
export interface AccessRequest {
  readonly token: Token;
  readonly sd: SecurityDescriptor;
  /** As asked for: generic bits and MAXIMUM_ALLOWED included. */
  readonly desired: number;
  readonly mapping: GenericMapping;
  /** {@link INTENT} bits; backup and restore count only with theirs. */
  readonly intent?: number;
}

/** privilege_intent (PSD-004 v0.20 §13.6). @internal */
export const INTENT = { BACKUP: 1, RESTORE: 2 } as const;

/** The masks under way. All are 32-bit numbers, negative ones included. @internal */
export interface AccessState {
  readonly sd: SecurityDescriptor;
  readonly mapping: GenericMapping;
  readonly intent: number;
  /** The subject. A fault may show a stage another one. */
  token: Token;
  /** Mapped and without MAXIMUM_ALLOWED, once the stage for this is through. */
  desired: number;
  maximumAllowed: boolean;
  /** Bits that no later entry of a DACL can change. */
  decided: number;
  granted: number;
  /** Bits that a privilege and not the DACL granted. */
  privilegeGranted: number;
  /** Bits that mandatory policy decided. */
  mandatoryDecided: number;
  /** What each privilege contributed, by its bit number. */
  readonly contributed: Map<number, number>;
  /** Set by a stage that ends the evaluation. */
  ended: 'denied' | 'malformed' | undefined;
}

/** One stage of the evaluation; a fault replaces one. @public */
export interface AccessStage {
  readonly id: string;
  readonly clauses: readonly ClauseId[];
  apply(state: AccessState): void;
}

/** Which SIDs an identity has; those that are deny-only match deny entries alone. @internal */
export type SidTest = (sid: Sid, kind: 'allow' | 'deny') => boolean;
