import { describe, expect, it } from 'vitest';
import { World } from '../../../reference/kernel/world.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { Names } from '../../judge/names.js';
import { Handles, NO_HANDLE } from './handles.js';
import { compareListings } from './listed-sessions.js';
import { ModifiedIds } from './modified-ids.js';

const hex = (text: string): string => Buffer.from(text).toString('hex');

describe('handles', () => {
  it('are what the candidate takes their numbers for', () => {
    const handles = new Handles();
    expect(handles.add(2, 3, 77)).toBe(true);
    expect(handles.toModel(2, 77)).toBe(3);
    expect(handles.toModel(2, 3)).toBe(NO_HANDLE);
    expect(handles.toModel(9, 77)).toBe(NO_HANDLE);
  });

  it('are free again when they are closed, and not before', () => {
    const handles = new Handles();
    handles.add(2, 3, 77);
    expect(handles.add(2, 4, 77)).toBe(false);
    handles.keep(2, new Map());
    expect(handles.add(2, 5, 77)).toBe(true);
  });

  it('of a child are those of its parent', () => {
    const handles = new Handles();
    handles.add(2, 3, 77);
    handles.inherit(4, 2);
    expect(handles.toModel(4, 77)).toBe(3);
  });
});

describe('modification ids', () => {
  const token = new World(modelOf(BUILT_IN_PROFILES['psd-0.20'])).threads.get('init')?.process
    .primary;
  if (token === undefined) throw new Error('the initial actor has a token');

  it('grow with a change, and stay without one', () => {
    const ids = new ModifiedIds('id');
    expect(ids.look(token, 10n, '0a00000000000000')).toBeUndefined();
    expect(ids.look(token, 11n, '0a00000000000000')).toBe('moved');
    token.modifiedId += 1n;
    expect(ids.look(token, 11n, '0a00000000000000')).toBe('as before');
    token.modifiedId += 1n;
    expect(ids.look(token, 40n, '0a00000000000000')).toBeUndefined();
    expect(ids.look(token, 39n, '0a00000000000000')).toBe('smaller');
  });

  it('may do either where a change changed nothing', () => {
    const ids = new ModifiedIds('id');
    ids.look(token, 10n, '0a00000000000000');
    token.modifiedId += 1n;
    ids.idle(token);
    expect(ids.look(token, 10n, '0a00000000000000')).toBeUndefined();
  });

  it('start as the profile says', () => {
    for (const [start, seen, wrong] of [
      ['id', 10n, undefined],
      ['id', 0n, 'another start'],
      ['zero', 0n, undefined],
      ['zero', 10n, 'another start'],
      ['zero-or-id', 0n, undefined],
      ['zero-or-id', 10n, undefined],
      ['zero-or-id', 5n, 'another start'],
    ] as const) {
      const ids = new ModifiedIds(start);
      ids.made(token);
      expect(ids.look(token, seen, '0a00000000000000')).toBe(wrong);
    }
  });
});

describe('listings', () => {
  const line = (id: number, user = 'aa', time = 5): string =>
    `session_id=${id} user_sid=${user} logon_type=2 auth_package=6e created_at=${time}\n`;
  const names = (): Names => {
    const pairs = new Names();
    pairs.pair('session', '0x3e8', '0x7d0');
    pairs.pair('session', '0x3e9', '0x7d1');
    return pairs;
  };
  const both = line(1000) + line(1001, 'bb', 6);

  it.each([
    ['the same under other ids', line(2000) + line(2001, 'bb', 9), undefined],
    ['with lines of others', line(7) + line(2000) + line(2001, 'bb', 9), undefined],
    ['in another order', line(2001, 'bb', 9) + line(2000), undefined],
    ['without one', line(2000), 'sessions'],
    ['with one twice', line(2000) + line(2000) + line(2001, 'bb', 9), 'sessions'],
    ['with another user', line(2000, 'cc') + line(2001, 'bb', 9), 'sessions[].user_sid'],
    [
      'with a blank more',
      line(2000).replace(' user', '  user') + line(2001, 'bb', 9),
      'sessions[]',
    ],
    ['without the last newline', (line(2000) + line(2001, 'bb', 9)).trimEnd(), 'sessions[]'],
    ['with times that go back', line(2000) + line(2001, 'bb', 4), 'sessions[].created_at'],
  ])('%s', (_, text, path) => {
    expect(compareListings(names(), hex(both), hex(text), true, new Map())?.path).toBe(path);
  });

  it('show nothing of a session that is over', () => {
    const text = line(2000) + line(2001, 'bb', 9);
    expect(compareListings(names(), hex(line(1000)), hex(text), true, new Map())?.actual).toBe(
      'listed',
    );
    expect(compareListings(names(), hex(line(1000)), hex(text), false, new Map())).toBeUndefined();
  });

  it('say the same time of a session every time', () => {
    const text = (time: number): string => hex(line(2000, 'aa', time) + line(2001, 'bb', 9));
    const created = new Map<string, string>();
    const look = (time: number): string | undefined =>
      compareListings(names(), hex(both), text(time), true, created)?.path;
    expect([look(5), look(5), look(6)]).toEqual([undefined, undefined, 'sessions[].created_at']);
  });
});
