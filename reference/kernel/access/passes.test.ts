import { describe, expect, it } from 'vitest';
import type { Token } from '../state.js';
import { ACCESS_STAGES, evaluate } from './check.js';
import { FILE_MAPPING } from './generic-mapping.js';
import { allow, deny, object, SID, subject } from './subject.fixture.js';

const MAXIMUM = 0x02000000;

function granted(change: Partial<Token>, sd: ReturnType<typeof object>): number {
  const request = { token: subject(change), sd, desired: MAXIMUM, mapping: FILE_MAPPING };
  return evaluate(ACCESS_STAGES, request).granted;
}

describe('restricted tokens (PSD-004 v0.20 §10.4)', () => {
  const by = (attributes: number, more: Partial<Token> = {}): Partial<Token> => ({
    restrictedSids: [{ sid: SID.restricting, attributes }],
    ...more,
  });

  it.each([
    ['only the user allowed', by(0), object([allow('user', 3)]), 0],
    ['only the restricting SID allowed', by(0), object([allow('restricting', 3)]), 0],
    [
      'both allowed, in part the same',
      by(0),
      object([allow('user', 3), allow('restricting', 6)]),
      2,
    ],
    [
      'attributes count for nothing',
      by(0x10),
      object([allow('user', 1), allow('restricting', 1)]),
      1,
    ],
    [
      'the restricting SID denied',
      by(0),
      object([deny('restricting', 1), allow('user', 1), allow('restricting', 3)]),
      0,
    ],
    ['the user owns the object', by(0), object([], { owner: 'user' }), 0],
    ['a null DACL', by(0), object(null), 0x1f01ff],
    [
      'writes restricted: read stays',
      by(0, { writeRestricted: true }),
      object([allow('user', 3)]),
      1,
    ],
    [
      'writes restricted: write where allowed',
      by(0, { writeRestricted: true }),
      object([allow('user', 3), allow('restricting', 2)]),
      3,
    ],
    ['the owner is a restricting SID and no group', by(0), object([], { owner: 'restricting' }), 0],
    [
      'restricted device groups alone',
      { restrictedDeviceGroups: [{ sid: SID.group, attributes: 7 }] },
      object([allow('user', 3)]),
      0,
    ],
  ])('%s', (_, change, sd, expected) => {
    expect(granted(change, sd)).toBe(expected);
  });

  it('an owner that is in both lists keeps what ownership implies', () => {
    const change = { restrictedSids: [{ sid: SID.user, attributes: 0 }] };
    expect(granted(change, object([], { owner: 'user' }))).toBe(0x60000);
    expect(granted(change, object([allow('ownerRights', 1)], { owner: 'user' }))).toBe(1);
  });
});

describe('confinement (PSD-004 v0.20 §10.6)', () => {
  const confined: Partial<Token> = { confinementSid: SID.app };
  const capable: Partial<Token> = {
    ...confined,
    capabilities: [{ sid: SID.capability, attributes: 0 }],
  };

  it.each([
    ['only the user allowed', confined, object([allow('user', 3)]), 0],
    ['the package allowed as well', confined, object([allow('user', 3), allow('app', 1)]), 1],
    ['only the package allowed', confined, object([allow('app', 1)]), 0],
    ['a capability allowed', capable, object([allow('user', 3), allow('capability', 2)]), 2],
    [
      'the package denied',
      confined,
      object([deny('app', 1), allow('user', 3), allow('app', 3)]),
      2,
    ],
    ['exempt', { ...confined, confinementExempt: true }, object([allow('user', 3)]), 3],
    ['the user owns the object', confined, object([], { owner: 'user' }), 0],
    ['the package owns the object', confined, object([], { owner: 'app' }), 0],
    [
      'what ownership implies is not implied here',
      confined,
      object([allow('user', 0x20000)], { owner: 'app' }),
      0,
    ],
    ['a null DACL', confined, object(null), 0x1f01ff],
    [
      'owner rights of the package',
      confined,
      object([allow('user', 3), allow('ownerRights', 1)], { owner: 'app' }),
      1,
    ],
    ['owner rights of the user', confined, object([allow('ownerRights', 1)], { owner: 'user' }), 0],
    [
      'restricted as well',
      { ...capable, restrictedSids: [{ sid: SID.group, attributes: 0 }] },
      object([allow('group', 6), allow('user', 1), allow('app', 5)]),
      4,
    ],
  ])('%s', (_, change, sd, expected) => {
    expect(granted(change, sd)).toBe(expected);
  });
});
