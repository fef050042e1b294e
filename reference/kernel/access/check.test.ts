import { describe, expect, it } from 'vitest';
import type { Token } from '../state.js';
import { ACCESS_STAGES, evaluate, type AccessResult } from './check.js';
import { FILE_MAPPING } from './generic-mapping.js';
import type { AccessRequest } from './state.js';
import { allow, deny, label, object, subject } from './subject.fixture.js';

const MAXIMUM = 0x02000000;
const INHERIT_ONLY = { flags: 0x08 };
const SACL = 0x01000000;
const READ_CONTROL = 0x20000;
const WRITE_DAC = 0x40000;
const WRITE_OWNER = 0x80000;

function check(request: Partial<AccessRequest>): AccessResult {
  return evaluate(ACCESS_STAGES, {
    token: subject(),
    sd: object([]),
    desired: MAXIMUM,
    mapping: FILE_MAPPING,
    ...request,
  });
}

describe('the DACL walk (PSD-004 v0.20 §10.2)', () => {
  it.each([
    ['nobody mentioned', object([]), 0],
    ['the user allowed', object([allow('user', 3)]), 3],
    ['a group allowed', object([allow('group', 3)]), 3],
    ['a stranger allowed', object([allow('stranger', 3)]), 0],
    ['a disabled group allowed', object([allow('disabled', 3)]), 0],
    ['a disabled group denied', object([deny('disabled', 1), allow('user', 3)]), 3],
    ['a deny-only group allowed', object([allow('denyOnly', 3)]), 0],
    ['a deny-only group denied', object([deny('denyOnly', 1), allow('user', 3)]), 2],
    ['denied, then allowed', object([deny('user', 1), allow('everyone', 3)]), 2],
    ['allowed, then denied', object([allow('everyone', 3), deny('user', 1)]), 3],
    ['entries for children only', object([deny('user', 1, INHERIT_ONLY), allow('user', 1)]), 1],
    ['an allow entry for children only', object([allow('user', 1, INHERIT_ONLY)]), 0],
    ['generic rights in an entry', object([allow('user', 0x80000000)]), 0x120089],
    ['a null DACL', object(null), 0x1f01ff],
    ['a condition to allow', object([allow('user', 1, { conditional: true })]), 0],
    ['a condition to deny', object([deny('user', 1, { conditional: true }), allow('user', 3)]), 2],
  ])('%s', (_, sd, granted) => {
    expect(check({ sd })).toMatchObject({ verdict: 'allowed', granted });
  });

  it.each([
    ['implies two rights', object([], { owner: 'user' }), READ_CONTROL | WRITE_DAC],
    ['cannot be denied', object([deny('user', WRITE_DAC)], { owner: 'user' }), 0x60000],
    ['of a group counts', object([], { owner: 'group' }), 0x60000],
    ['of a deny-only group does not', object([], { owner: 'denyOnly' }), 0],
    ['is suppressed by owner rights', object([deny('ownerRights', 1)], { owner: 'user' }), 0],
    ['is cut by owner rights', object([allow('ownerRights', 0x20000)], { owner: 'user' }), 0x20000],
    [
      'is widened by owner rights',
      object([allow('ownerRights', 0x60001)], { owner: 'user' }),
      0x60001,
    ],
    [
      'is not suppressed for children',
      object([deny('ownerRights', 1, INHERIT_ONLY)], { owner: 'user' }),
      0x60000,
    ],
    [
      'is suppressed by a condition that fails',
      object([allow('ownerRights', 1, { conditional: true })], { owner: 'user' }),
      0,
    ],
    ['gives others no owner rights', object([allow('ownerRights', 7)]), 0],
  ])('ownership %s', (_, sd, granted) => {
    expect(check({ sd }).granted).toBe(granted);
  });

  it('a deny-only user matches deny entries alone', () => {
    const token = subject({ userDenyOnly: true });
    expect(check({ token, sd: object([allow('user', 3)]) }).granted).toBe(0);
    expect(check({ token, sd: object([deny('user', 1), allow('group', 3)]) }).granted).toBe(2);
  });

  it.each([
    ['a right that is granted', 1, 'allowed', 1],
    ['two rights, one granted', 3, 'denied', 1],
    ['nothing', 0, 'allowed', 0],
    ['a generic right', 0x20000000, 'denied', 0],
    ['everything there is', MAXIMUM, 'allowed', 5],
    ['everything and a granted right', MAXIMUM | 1, 'allowed', 5],
    ['everything and a denied right', MAXIMUM | 2, 'denied', 5],
  ])('%s is asked for', (_, desired, verdict, granted) => {
    expect(check({ sd: object([allow('user', 5)]), desired })).toMatchObject({ verdict, granted });
  });
});

describe('integrity (PSD-004 v0.20 §10.3)', () => {
  const low = subject({ integrityLevel: 4096 });
  const open = [allow('everyone', 0x10000000)];
  const labelled = (policy: number): ReturnType<typeof object> =>
    object(open, { sacl: [label('S-1-16-12288', policy)] });

  // read | execute is 0x1200a9; write holds READ_CONTROL and SYNCHRONIZE as well.
  it.each([
    ['Medium, no label', subject(), object(open), 0x1f01ff],
    ['Low, no label: Medium and no-write-up', low, object(open), 0xa9],
    ['Low, a Low label', low, object(open, { sacl: [label('S-1-16-4096', 7)] }), 0x1f01ff],
    ['Medium, a High label without policy', subject(), labelled(0), 0x1200a9],
    ['Medium, no-read-up', subject(), labelled(1), 0x20],
    ['Medium, no-write-up', subject(), labelled(2), 0xa9],
    ['Medium, no-execute-up', subject(), labelled(4), 0x9],
    ['Medium, all three', subject(), labelled(7), 0],
    ['unknown policy bits', subject(), labelled(0xfffffff8), 0x1200a9],
    ['a token without the policy', subject({ mandatoryPolicy: 2 }), labelled(7), 0x1f01ff],
    ['SeRelabel', subject({}, 32), labelled(7), WRITE_OWNER],
    [
      'the first label counts',
      low,
      object(open, { sacl: [label('S-1-16-4096', 2), label('S-1-16-16384', 7)] }),
      0x1f01ff,
    ],
    [
      'a label for children does not',
      subject(),
      object(open, { sacl: [label('S-1-16-16384', 7, INHERIT_ONLY)] }),
      0x1f01ff,
    ],
    ['a null DACL', low, object(null), 0xa9],
  ])('%s', (_, token, sd, granted) => {
    expect(check({ token, sd }).granted).toBe(granted);
  });

  it.each(['S-1-16-1', 'S-1-16-8193', 'S-1-16', 'S-1-16-0-0', 'S-1-5-4096'])(
    'a label %s is no label',
    (sid) => {
      const sd = object(open, { sacl: [label(sid, 2)] });
      expect(check({ sd }).verdict).toBe('malformed');
    },
  );
});

describe('privileges (PSD-004 v0.20 §10.10, steps 3, 4 and 9)', () => {
  const [SECURITY, TAKE_OWNERSHIP, BACKUP, RESTORE] = [8, 9, 17, 18] as const;
  const none = object([]);
  const deniedOwner = object([deny('user', WRITE_OWNER)]);
  const high = object([allow('user', 0x10000000)], { sacl: [label('S-1-16-12288', 2)] });

  it.each([
    ['no DACL grants the SACL', [], object([allow('user', SACL)]), SACL, 0, 'denied', 0],
    ['SeSecurity grants the SACL', [SECURITY], none, SACL, 0, 'allowed', SACL],
    ['integrity leaves it alone', [SECURITY], high, SACL, 0, 'allowed', SACL],
    ['SeBackup without intent', [BACKUP], none, 1, 0, 'denied', 0],
    ['SeBackup with intent', [BACKUP], none, 0x120089, 1, 'allowed', 0x120089],
    ['SeBackup with the other intent', [BACKUP], none, 1, 2, 'denied', 0],
    ['SeRestore without intent', [RESTORE], none, 2, 0, 'denied', 0],
    ['SeRestore with intent', [RESTORE], none, 0x011d0116, 2, 'allowed', 0x011d0116],
    ['SeTakeOwnership', [TAKE_OWNERSHIP], none, WRITE_OWNER, 0, 'allowed', WRITE_OWNER],
    ['… against a deny', [TAKE_OWNERSHIP], deniedOwner, WRITE_OWNER, 0, 'allowed', WRITE_OWNER],
    ['… not against integrity', [TAKE_OWNERSHIP], high, WRITE_OWNER, 0, 'denied', 0],
  ] as const)('%s', (_, bits, sd, desired, intent, verdict, granted) => {
    const token = subject({}, ...bits);
    expect(check({ token, sd, desired, intent })).toMatchObject({ verdict, granted });
  });

  it('only privileges that were needed count as used', () => {
    const token = subject({}, SECURITY, TAKE_OWNERSHIP);
    const owner = object([allow('user', WRITE_OWNER)]);
    expect(check({ token, sd: none, desired: SACL }).used).toEqual([SECURITY]);
    expect(check({ token, sd: owner, desired: WRITE_OWNER }).used).toEqual([]);
    expect(check({ token, sd: none, desired: MAXIMUM }).used).toEqual([]);
  });

  it('a privilege that is present and disabled grants nothing', () => {
    const token = subject({}, SECURITY);
    token.privileges.enabled = 0n;
    expect(check({ token, sd: none, desired: SACL }).verdict).toBe('denied');
  });
});

describe('the order of the stages', () => {
  const restricted: Partial<Token> = {
    restrictedSids: [{ sid: object([]).owner, attributes: 0 }],
  };

  it('identification is denied before anything else, Anonymous is not', () => {
    const sd = object(null);
    const at = (impersonationLevel: number, type = 2): AccessResult =>
      check({ token: subject({ type, impersonationLevel }), sd, desired: 1 });
    expect([0, 1, 2, 3].map((level) => at(level).verdict)).toEqual([
      'allowed',
      'denied',
      'allowed',
      'allowed',
    ]);
    expect(at(1, 1).verdict).toBe('allowed');
  });

  it('privileges bypass the restricted pass and not confinement', () => {
    const sd = object([]);
    const token = subject(restricted, 8);
    expect(check({ token, sd, desired: SACL }).verdict).toBe('allowed');
    const confined = subject({ ...restricted, confinementSid: object([]).owner }, 8);
    expect(check({ token: confined, sd, desired: SACL }).verdict).toBe('denied');
  });
});
