/**
 * @module AccessCheck: its stages in their order, and the verdict (PSD-004 v0.20 §10.10).
 *
 * Left out: conditions (they count as unknown), lists of object types and PRINCIPAL_SELF, trust
 * labels (PIP), central policies, audit. No clause that can be tested speaks of them.
 */
import { RIGHT, TOKEN_TYPE } from '../../abi/numbers.js';
import type { SecurityDescriptor, Token } from '../state.js';
import type { World } from '../world.js';
import { CONFINEMENT } from './confinement.js';
import { mapGeneric, type GenericMapping } from './generic-mapping.js';
import { INTEGRITY } from './integrity.js';
import { PRIVILEGE_GRANTS, TAKE_OWNERSHIP } from './privilege-grants.js';
import { RESTRICTED_PASS } from './restricted-pass.js';
import type { AccessRequest, AccessStage, AccessState } from './state.js';
import { NORMAL_PASS } from './token-identity.js';

const IDENTIFICATION = 1;

/** Step 0: who is only identified gets nothing; Anonymous goes on. @internal */
const LEVEL_GATE: AccessStage = {
  id: 'level',
  clauses: ['IM-018', 'GL-007'],
  apply(state) {
    const { type, impersonationLevel } = state.token;
    if (type === TOKEN_TYPE.IMPERSONATION && impersonationLevel === IDENTIFICATION) {
      state.ended = 'denied';
    }
  },
};

/** Step 2. @internal */
const GENERIC_MAPPING: AccessStage = {
  id: 'generic-mapping',
  clauses: [],
  apply(state) {
    const desired = mapGeneric(state.desired, state.mapping);
    state.maximumAllowed = (desired & RIGHT.MAXIMUM_ALLOWED) !== 0;
    state.desired = desired & ~RIGHT.MAXIMUM_ALLOWED;
  },
};

/** The stages of a conforming AccessCheck. @internal */
export const ACCESS_STAGES: readonly AccessStage[] = [
  LEVEL_GATE,
  GENERIC_MAPPING,
  PRIVILEGE_GRANTS,
  INTEGRITY,
  NORMAL_PASS,
  TAKE_OWNERSHIP,
  RESTRICTED_PASS,
  CONFINEMENT,
];

/** What comes out. @internal */
export interface AccessResult {
  readonly verdict: 'allowed' | 'denied' | 'malformed';
  /** Everything with MAXIMUM_ALLOWED, else as much of what was asked for as is granted. */
  readonly granted: number;
  /** The privileges without which it would have been denied. */
  readonly used: readonly number[];
}

/** Runs the stages. @internal */
export function evaluate(stages: readonly AccessStage[], request: AccessRequest): AccessResult {
  const state: AccessState = {
    token: request.token,
    sd: request.sd,
    mapping: request.mapping,
    intent: request.intent ?? 0,
    desired: request.desired,
    maximumAllowed: false,
    decided: 0,
    granted: 0,
    privilegeGranted: 0,
    mandatoryDecided: 0,
    contributed: new Map(),
    ended: undefined,
  };
  for (const stage of stages) {
    stage.apply(state);
    if (state.ended !== undefined) return { verdict: state.ended, granted: 0, used: [] };
  }
  const { desired, granted, maximumAllowed } = state;
  const used = [...state.contributed]
    .filter(([, bits]) => (bits & desired & granted) !== 0)
    .map(([privilege]) => privilege);
  return {
    verdict: (granted & desired) === desired ? 'allowed' : 'denied',
    granted: (maximumAllowed ? granted : granted & desired) >>> 0,
    used,
  };
}

/** AccessCheck as the model of the world has it. @internal */
export function checkAccess(world: World, request: AccessRequest): AccessResult {
  for (const stage of world.model.access) world.cite(stage.clauses);
  return evaluate(world.model.access, request);
}

/** Whether the SD gives every right of `desired` to the token. @internal */
export function allows(
  world: World,
  token: Token,
  sd: SecurityDescriptor,
  desired: number,
  mapping: GenericMapping,
): boolean {
  return checkAccess(world, { token, sd, desired, mapping }).verdict === 'allowed';
}
