/**
 * @module The gates of impersonation as a table: every combination of user, restriction,
 * integrity, privilege and level, and what the documents make of it (PSD-004 §9.2, §9.3).
 */
import type { SwitchCondition } from '../language/suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

/** @internal */
export interface Row {
  readonly user: 'same' | 'other';
  readonly serverRestricted: boolean;
  readonly clientRestricted: boolean;
  /** The client's integrity, compared with the server's. */
  readonly integrity: 'lower' | 'equal' | 'higher';
  readonly privilege: 'absent' | 'disabled' | 'enabled';
  readonly level: number;
}

/** What has to come of a row; undefined where the documents leave it open. @internal */
export type Answer =
  | { readonly kind: 'denied' }
  | {
      readonly kind: 'level';
      readonly level: number;
      readonly clauses: readonly ClauseId[];
      readonly only?: SwitchCondition;
    };

const BOTH = [false, true] as const;

/** @internal */
export const ROWS: readonly Row[] = (['same', 'other'] as const).flatMap((user) =>
  BOTH.flatMap((serverRestricted) =>
    BOTH.flatMap((clientRestricted) =>
      (['lower', 'equal', 'higher'] as const).flatMap((integrity) =>
        (['absent', 'disabled', 'enabled'] as const).flatMap((privilege) =>
          [0, 1, 2, 3].map((level) => ({
            user,
            serverRestricted,
            clientRestricted,
            integrity,
            privilege,
            level,
          })),
        ),
      ),
    ),
  ),
);

function passesIdentity({ user, serverRestricted, clientRestricted, privilege }: Row): boolean {
  return privilege === 'enabled' || (user === 'same' && serverRestricted === clientRestricted);
}

/** A sandbox that reaches for the unrestricted token of its own user. */
function isEscape({ user, serverRestricted, clientRestricted }: Row): boolean {
  return user === 'same' && serverRestricted && !clientRestricted;
}

/** The answer to a row. @internal */
export function answerTo(row: Row): Answer | undefined {
  if (row.level === 0) return anonymous(row);
  if (isEscape(row)) {
    // Whether the privilege overrides the refusal is open (ruling R60).
    return row.privilege === 'enabled' ? undefined : { kind: 'denied' };
  }
  const identity = passesIdentity(row);
  const ceiling = row.integrity !== 'higher';
  const level = identity && ceiling ? row.level : 1;
  // The seeds do not confine the refusal to one user (R60), and leave the cap open (R61).
  const sameUserOnly = row.serverRestricted && !row.clientRestricted;
  const capsIntegrity = !ceiling && row.level > 1;
  const only: SwitchCondition = {
    ...(sameUserOnly ? { R60: 'cap' } : {}),
    ...(capsIntegrity ? { R61: 'identification' } : {}),
  };
  const clauses: readonly ClauseId[] = [...clausesOf(row, identity, ceiling).slice(0, 2), 'IM-014'];
  return { kind: 'level', level, clauses, only };
}

/** Level 0 passes every gate (ruling R62), in the seeds at least for an unrestricted server. */
function anonymous(row: Row): Answer {
  const fails = !passesIdentity(row) || row.integrity === 'higher' || isEscape(row);
  return {
    kind: 'level',
    level: 0,
    clauses: fails ? ['IM-016', 'IM-023', 'IM-014'] : ['IM-014'],
    ...(row.serverRestricted ? { only: { R62: 'exempt' } } : {}),
  };
}

/** The clauses that a row is a case of, the most particular ones first. */
function clausesOf(row: Row, identity: boolean, ceiling: boolean): readonly ClauseId[] {
  if (identity && ceiling) return passing(row);
  // Level 1 is where a cap leads: it tells nothing about one.
  if (row.level === 1) return [];
  if (!identity) return failingIdentity(row);
  return row.privilege === 'enabled' ? ['IM-020', 'IM-021'] : ['IM-012', 'IM-021'];
}

function passing({ user, serverRestricted, privilege, level }: Row): readonly ClauseId[] {
  if (level === 1) return ['IM-015', 'IM-013'];
  if (privilege === 'enabled' && user === 'other') return ['IM-007', 'IM-013'];
  if (privilege === 'enabled') return ['IM-013'];
  return [serverRestricted ? 'IM-006' : 'IM-005', 'IM-013'];
}

function failingIdentity(row: Row): readonly ClauseId[] {
  const { user, serverRestricted, clientRestricted, privilege } = row;
  if (privilege === 'disabled') return ['IM-019', 'IM-010'];
  if (user === 'same') return ['IM-011', 'IM-010'];
  return serverRestricted && !clientRestricted ? ['IM-022', 'IM-010'] : ['IM-010'];
}
