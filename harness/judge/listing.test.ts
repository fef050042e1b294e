import { describe, expect, it } from 'vitest';
import { parseListing } from './listing.js';

const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
const LINE =
  'session_id=1000 user_sid=0101 logon_type=2 auth_package=4e65 created_at=18446744073709551615';

describe('the sessions listing as data', () => {
  it('finds a line by its id', () => {
    const { byId, lines } = parseListing(hex(`${LINE}\n`));
    expect(lines).toEqual([LINE]);
    expect(byId).toEqual({
      '0x3e8': {
        count: 1,
        session_id: '0x3e8',
        user_sid: '0101',
        logon_type: '0x2',
        auth_package: '4e65',
        created_at: '0xffffffffffffffff',
      },
    });
  });

  it('counts the lines of an id and keeps the first', () => {
    const { byId } = parseListing(hex(`${LINE}\n${LINE.replace('type=2', 'type=3')}\n`));
    expect(byId).toMatchObject({ '0x3e8': { count: 2, logon_type: '0x2' } });
  });

  it('has no number where a field is not decimal, and nothing where it is missing', () => {
    const { fields, numbers } = parseListing(hex('session_id=0x3e8 logon_type=-1\n'));
    expect(fields).toMatchObject({ session_id: ['0x3e8'], logon_type: ['-1'], user_sid: [null] });
    expect(numbers).toEqual({ session_id: [null], logon_type: [null], created_at: [null] });
  });

  it('ignores what a later version appends', () => {
    const { byId } = parseListing(hex(`${LINE} colour=blue session_id=7\n`));
    expect(byId).toHaveProperty('0x3e8');
    expect(byId).not.toHaveProperty('0x7');
  });

  it('shows an empty line and a last line without newline', () => {
    expect(parseListing(hex(`${LINE}\n\n`)).lines).toEqual([LINE, '']);
    expect(parseListing(hex(LINE)).lines).toEqual([LINE]);
  });

  it('tells whether the bytes are UTF-8', () => {
    expect(parseListing('c3a9').validUtf8).toBe(true);
    expect(parseListing('c3').validUtf8).toBe(false);
    expect(parseListing('').validUtf8).toBe(true);
  });
});
