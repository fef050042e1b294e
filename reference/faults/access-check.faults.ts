/** @module Faults of AccessCheck, and of what derived tokens carry into it. */
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import type { AccessStage, AccessState } from '../kernel/access/state.js';
import type { Token } from '../kernel/state.js';
import { tokenGroup } from '../kernel/token.js';
import { parseSid } from '../wire/wire.js';
import { fault, otherEffect, withSwitch, type Change, type Fault } from './fault.js';

function changeStage(id: string, change: (stage: AccessStage) => AccessStage[]): Change {
  return (model) => {
    if (!model.access.some((stage) => stage.id === id)) {
      throw new RangeError(`AccessCheck has no stage ${id}`);
    }
    return {
      ...model,
      access: model.access.flatMap((stage) => (stage.id === id ? change(stage) : [stage])),
    };
  };
}

const withoutStage = (id: string): Change => changeStage(id, () => []);

/** A stage does something else; `original` does what it did. */
function otherStage(id: string, apply: (state: AccessState, original: () => void) => void): Change {
  return changeStage(id, (stage) => [
    { ...stage, apply: (state) => apply(state, () => stage.apply(state)) },
  ]);
}

/** A stage sees another token. */
function stageSees(id: string, change: (token: Token) => Partial<Token>): Change {
  return otherStage(id, (state, original) => {
    const { token } = state;
    state.token = { ...token, ...change(token) };
    original();
    state.token = token;
  });
}

const DENY_ONLY = 0x10;
const ENABLED = 0x4;
const MAXIMUM_READ = 0x1;

/** INTERACTIVE, NETWORK, BATCH, SERVICE by logon type. */
const LOGON_TYPE_SIDS: Readonly<Record<number, string>> = {
  2: 'S-1-5-4',
  3: 'S-1-5-2',
  4: 'S-1-5-3',
  5: 'S-1-5-6',
};

function withLogonTypeGroup(token: Token): Partial<Token> {
  const text = LOGON_TYPE_SIDS[token.session.logonType];
  return text === undefined ? {} : { groups: [...token.groups, tokenGroup(parseSid(text), 0x7)] };
}

const LISTS: readonly Fault[] = [
  fault(
    'access-check/deny-only-restricting-sids-ignored',
    'TV-023',
    stageSees('restricted', ({ restrictedSids }) => ({
      restrictedSids: restrictedSids.filter(({ attributes }) => (attributes & DENY_ONLY) === 0),
    })),
  ),
  fault(
    'access-check/deny-only-capabilities-ignored',
    'TV-024',
    stageSees('confinement', ({ capabilities }) => ({
      capabilities: capabilities.filter(({ attributes }) => (attributes & DENY_ONLY) === 0),
    })),
  ),
  fault(
    'access-check/disabled-capabilities-ignored',
    'TV-024',
    stageSees('confinement', ({ capabilities }) => ({
      capabilities: capabilities.filter(({ attributes }) => (attributes & ENABLED) !== 0),
    })),
  ),
];

const SESSIONS: readonly Fault[] = [
  fault('access-check/logon-type-as-a-group', 'SE-023', stageSees('dacl', withLogonTypeGroup)),
  fault(
    'access-check/network-sessions-own-nothing',
    'SE-023',
    otherStage('dacl', (state, original) => {
      original();
      if (state.token.session.logonType === 3) state.granted &= ~0x00060000;
    }),
  ),
];

const LEVELS: readonly Fault[] = [
  fault('access-check/identification-let-through', ['IM-018', 'GL-007'], withoutStage('level')),
  fault(
    'access-check/identification-may-read',
    ['IM-018', 'GL-007'],
    otherStage('level', (state, original) => {
      if ((state.desired & ~MAXIMUM_READ) !== 0) original();
    }),
  ),
  fault(
    'access-check/identification-let-through-without-a-dacl',
    ['IM-018', 'GL-007'],
    otherStage('level', (state, original) => {
      if (state.sd.dacl !== undefined) original();
    }),
  ),
];

const afterWriteRestricted = (change: (made: Token, context: RestrictContext) => void): Change =>
  otherEffect<RestrictContext>('KACS_IOC_RESTRICT', 'write-restricted', (c, original) => {
    original();
    if (c.made !== undefined) change(c.made, c);
  });

const WRITE_RESTRICTED_FLAG = 1;

const DERIVED: readonly Fault[] = [
  fault(
    'access-check/copy-not-write-restricted',
    'DU-045',
    otherEffect<DuplicateContext>('KACS_IOC_DUPLICATE', 'copy', (c, original) => {
      original();
      if (c.copy !== undefined) c.copy.writeRestricted = false;
    }),
  ),
  fault(
    'access-check/write-restricted-restricts-reading',
    'RS-007',
    afterWriteRestricted((made) => {
      made.writeRestricted = false;
    }),
  ),
  fault(
    'access-check/write-restricted-forbids-writing',
    ['RS-007', 'RS-021', 'DU-045'],
    otherStage('restricted', (state, original) => {
      original();
      if (state.token.writeRestricted) state.granted &= ~state.mapping.write;
    }),
  ),
  fault(
    'access-check/write-restricted-user-not-deny-only',
    'RS-008',
    afterWriteRestricted((made) => {
      if (made.writeRestricted) made.userDenyOnly = false;
    }),
  ),
  fault(
    'access-check/write-restricted-lost',
    'RS-021',
    afterWriteRestricted((made, { flags }) => {
      made.writeRestricted = (flags & WRITE_RESTRICTED_FLAG) !== 0;
    }),
  ),
  fault(
    'access-check/write-restricted-lost-with-new-sids',
    'RS-021',
    afterWriteRestricted((made, c) => {
      const again = tokenOf(c).writeRestricted && c.restrictSids.length > 0;
      if (again) made.writeRestricted = (c.flags & WRITE_RESTRICTED_FLAG) !== 0;
    }),
  ),
  fault('access-check/user-deny-only-kept', 'RS-026', withSwitch('R58', 'inherited'), {
    R58: 'cleared',
  }),
  fault(
    'access-check/user-deny-only-always',
    ['RS-026', 'RS-027'],
    afterWriteRestricted((made) => {
      made.userDenyOnly = true;
    }),
    { R58: ['cleared', 'inherited'] },
  ),
  fault('access-check/user-deny-only-cleared', 'RS-027', withSwitch('R58', 'cleared'), {
    R58: 'inherited',
  }),
];

/** @internal */
export const ACCESS_CHECK_FAULTS: readonly Fault[] = [...LISTS, ...SESSIONS, ...LEVELS, ...DERIVED];
