import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import { encodeTemplate } from './encode-template.js';
import { ref, sessionSpec, tokenSpec } from './steps.js';
import { edit, type Edit } from './template.js';

const PACKED = wireOf(BUILT_IN_PROFILES['psd-0.20']);
const WIDE = wireOf(BUILT_IN_PROFILES['learn-0.20']);

/** Interactive, package `Kerb`, S-1-5-18. */
const RECORD = `02${'0400'}${'4b657262'}${'0c000000'}${'010100000000000512000000'}`;

function record(...edits: readonly Edit[]): unknown {
  return encodeTemplate(
    PACKED,
    sessionSpec({ authPackage: '4b657262', userSid: 'S-1-5-18' }, ...edits),
  );
}

/** The record with other bytes at some place. */
function changed(at: number, hex: string): string {
  return RECORD.slice(0, at * 2) + hex + RECORD.slice(at * 2 + hex.length);
}

describe('a template without edits', () => {
  it('is what the tables make of its value', () => {
    expect(record()).toBe(RECORD);
  });

  it('is the same wherever it is used', () => {
    expect(record()).toBe(record());
  });
});

describe('an edit', () => {
  it.each<readonly [string, Edit, string]>([
    ['puts a number at an offset', edit.put(1, 2, 0x1234), changed(1, '3412')],
    ['puts one byte', edit.put(0, 1, 9), changed(0, '09')],
    ['puts 64 bits', edit.put(0, 8, 0x1122334455667788n), changed(0, '8877665544332211')],
    ['puts what is left of a number at the end', edit.put(22, 4, 0x01020304), changed(22, '04')],
    [
      'sets a field by its name and width',
      edit.set('authPackageLength', 0x1ff),
      changed(1, 'ff01'),
    ],
    ['sets inside a section', edit.setAt('userSid', 1, 1, 16), changed(12, '10')],
    ['adds to a field', edit.add('userSidLength', 4), changed(7, '10000000')],
    ['subtracts, around zero', edit.add('userSidLength', -13), changed(7, 'ffffffff')],
    ['writes bytes', edit.write(3, 'ffff'), changed(3, 'ffff')],
    ['overwrites a section', edit.overwrite('authPackage', 'c0'), changed(3, 'c0')],
    [
      'points a field at a place',
      edit.point('userSidLength', 'userSid', 1),
      changed(7, '0c000000'),
    ],
    ['truncates', edit.truncate(3), RECORD.slice(0, 6)],
    ['truncates to nothing', edit.truncate(0), ''],
    ['cuts from the end', edit.cut(1), RECORD.slice(0, -2)],
    ['appends', edit.append('abcd'), `${RECORD}abcd`],
    ['pads with zeros', edit.pad(25), `${RECORD}0000`],
    ['does not pad what is longer', edit.pad(10), RECORD],
  ])('%s', (_, change, bytes) => {
    expect(record(change)).toBe(bytes);
  });

  it('follows the ones before it', () => {
    expect(record(edit.truncate(2), edit.append('ff'), edit.put(0, 1, 3))).toBe('0304ff');
  });

  it.each([
    ['writes past the end', edit.write(22, 'ffff'), 'past the end'],
    ['names a field that is not there', edit.set('noSuchField', 1), 'no place noSuchField'],
  ])('is a slip if it %s', (_, change, message) => {
    expect(() => record(change)).toThrow(message);
  });
});

describe('a reference in a value', () => {
  it.each([
    ['packed', PACKED, 56],
    ['wide', WIDE, 24],
  ] as const)('becomes a patch where the layout %s has the field', (_, wire, at) => {
    expect(encodeTemplate(wire, tokenSpec())).toMatchObject({
      patches: [{ at, width: 8, ref: 's.id' }],
    });
  });

  it('has the size of a logon SID where it stands for a SID', () => {
    const spec = tokenSpec({
      sessionId: '0x1',
      groups: [
        { sid: ref('s.logonSid'), attributes: 7 },
        { sid: ref('q.payload'), attributes: 7 },
      ],
    });
    const encoded = encodeTemplate(PACKED, spec);
    expect(encoded).toMatchObject({
      patches: [
        { width: 20, ref: 's.logonSid' },
        { width: 20, ref: 'q.payload' },
      ],
    });
  });

  it('is zero until it is filled in', () => {
    const encoded = encodeTemplate(PACKED, tokenSpec());
    if (typeof encoded === 'string') throw new Error('no patches');
    expect(encoded.hex.slice(56 * 2, 64 * 2)).toBe('0'.repeat(16));
  });

  it('is left out where the bytes are cut off before its end', () => {
    const cut = (length: number): unknown =>
      encodeTemplate(PACKED, tokenSpec({}, [edit.truncate(length)]));
    expect(cut(64)).toMatchObject({ patches: [{ at: 56 }] });
    expect(typeof cut(63)).toBe('string');
  });

  it('leaves plain bytes where there is none', () => {
    expect(typeof encodeTemplate(PACKED, tokenSpec({ sessionId: '0x3e9' }))).toBe('string');
  });
});

describe('the sections of a token spec', () => {
  const bytes = (spec: ReturnType<typeof tokenSpec>): string => {
    const encoded = encodeTemplate(PACKED, spec);
    return typeof encoded === 'string' ? encoded : encoded.hex;
  };
  const userSidAt = (hex: string): number =>
    Number.parseInt((hex.slice(88 * 2, 92 * 2).match(/../gu) ?? []).reverse().join(''), 16);

  it('stand behind the header, in the order of the table', () => {
    expect(userSidAt(bytes(tokenSpec()))).toBe(192);
  });

  it('stand in another order if asked to', () => {
    const reordered = bytes(tokenSpec({}, [], { order: ['groups', 'userSid'] }));
    expect(userSidAt(reordered)).toBe(192 + 40);
  });

  it('have a gap in front if asked to', () => {
    const spaced = bytes(tokenSpec({}, [], { gapBefore: { userSid: 4 } }));
    expect(userSidAt(spaced)).toBe(196);
    expect(spaced.slice(192 * 2, 196 * 2)).toBe('00000000');
  });

  it('are left out where the value says undefined', () => {
    expect(bytes(tokenSpec({ groups: undefined }))).toHaveLength((192 + 28) * 2);
  });
});
