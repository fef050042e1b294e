import { beforeEach, describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../profiles/built-in.generated.js';
import type { SelfRelativeDescriptor } from '../../wire/values.js';
import { decode, encode, fromHex, fromJson, toHex, toJson } from '../../wire/wire.js';
import type { JsonObject } from '../model.js';
import { World, type CallResult } from '../world.js';
import { modelOf } from './index.js';

const PROFILE = BUILT_IN_PROFILES['psd-0.20'];
const { wire } = modelOf(PROFILE);
const [OWNER, GROUP, DACL, SACL, LABEL] = [1, 2, 4, 8, 0x10] as const;
const HIGH = { type: 17, flags: 0, body: '02000000010100000000001000300000' };
const LOW = { type: 17, flags: 0, body: '02000000010100000000001000100000' };
const AUDIT = { type: 2, flags: 0x40, body: 'ff010f00010100000000000100000000' };
const EVERYONE_READS = { type: 0, flags: 0, body: '08000200010100000000000100000000' };

let world: World;
let handle: number;

beforeEach(() => {
  world = new World(modelOf(PROFILE));
  const opened = world.call('kacs_open_self_token', 'init', { flags: 0, accessMask: 8 });
  handle = opened.kind === 'returned' ? Number(opened.value['handle']) : -1;
});

function descriptor(parts: JsonObject): string {
  const value = fromJson(wire, 'SECURITY_DESCRIPTOR', { revision: 1, sbz1: 0, ...parts });
  return toHex(encode(wire, 'SECURITY_DESCRIPTOR', value).bytes);
}

const acl = (...aces: readonly JsonObject[]): JsonObject => ({ revision: 2, aces });

function set(securityInformation: number, parts: JsonObject): CallResult {
  const args = { handle, securityInformation, descriptor: descriptor(parts) };
  return world.call('kacs_set_sd', 'init', args);
}

function get(securityInformation: number, capacity = 4096): CallResult {
  return world.call('kacs_get_sd', 'init', { handle, securityInformation, capacity });
}

function got(securityInformation: number): unknown {
  const result = get(securityInformation);
  if (result.kind !== 'returned') return result.errno;
  const bytes = fromHex(String(result.value['descriptor']));
  const { value, issues } = decode<SelfRelativeDescriptor>(wire, 'SECURITY_DESCRIPTOR', bytes);
  expect(issues).toEqual([]);
  return toJson(wire, 'SECURITY_DESCRIPTOR', value);
}

const errnoOf = (result: CallResult): string =>
  result.kind === 'refused' ? result.errno : result.kind;

/** The caller's privileges, from here on. */
function privileges(...bits: readonly number[]): void {
  const token = world.processes.get(1)?.primary;
  if (token !== undefined) {
    token.privileges.enabled = bits.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n);
  }
}

describe('kacs_get_sd (PSD-004 v0.20 §13.1)', () => {
  it('gives the components asked for and no others', () => {
    expect(got(OWNER)).toEqual({ revision: 1, sbz1: 0, control: 0x8000, owner: 'S-1-5-18' });
    expect(got(0)).toEqual({ revision: 1, sbz1: 0, control: 0x8000 });
    expect(got(DACL)).toMatchObject({ control: 0x8004, dacl: { aces: { length: 3 } } });
    expect(got(SACL)).toEqual({ revision: 1, sbz1: 0, control: 0x8000 });
  });

  it('tells the size, and writes nothing into a buffer that is too small', () => {
    const size = 20 + 12;
    expect(get(OWNER, 0)).toMatchObject({ value: { length: size, descriptor: '' } });
    expect(get(OWNER, size - 1)).toMatchObject({ value: { length: size, descriptor: '' } });
    expect(get(OWNER, size)).toMatchObject({ value: { length: size } });
  });

  it('asks the SD for READ_CONTROL, and for SeSecurity where the SACL is read', () => {
    privileges();
    expect(errnoOf(get(OWNER))).toBe('returned');
    expect(errnoOf(get(SACL))).toBe('EACCES');
    privileges(8);
    expect(errnoOf(get(SACL))).toBe('returned');
    expect(errnoOf(get(SACL | LABEL))).toBe('EINVAL');
    expect(errnoOf(get(0x20))).toBe('EINVAL');
  });

  it('knows tokens and processes alone', () => {
    const args = { securityInformation: OWNER, capacity: 0 };
    expect(errnoOf(world.call('kacs_get_sd', 'init', { ...args, pid: 1 }))).toBe('returned');
    expect(errnoOf(world.call('kacs_get_sd', 'init', { ...args, pid: 99 }))).toBe('EBADF');
    expect(errnoOf(world.call('kacs_get_sd', 'init', { ...args, handle: 999 }))).toBe('EBADF');
  });
});

describe('kacs_set_sd (PSD-004 v0.20 §11.6)', () => {
  it('replaces what is named and keeps the rest', () => {
    const before = got(OWNER | GROUP);
    const dacl = acl(EVERYONE_READS);
    const parts = { control: 0x9004, owner: 'S-1-5-19', dacl };
    expect(errnoOf(set(DACL, parts))).toBe('returned');
    expect(got(OWNER | GROUP)).toEqual(before);
    expect(got(DACL)).toEqual({ revision: 1, sbz1: 0, control: 0x9004, dacl });
  });

  it('takes an owner, and the flags of the components that are set', () => {
    expect(errnoOf(set(OWNER, { control: 0x8000, owner: 'S-1-5-19' }))).toBe('returned');
    expect(got(OWNER)).toMatchObject({ owner: 'S-1-5-19' });
    const dacl = acl(EVERYONE_READS);
    expect(errnoOf(set(DACL, { control: 0x9404, dacl }))).toBe('returned');
    expect(errnoOf(set(SACL, { control: 0xa010, sacl: acl(AUDIT) }))).toBe('returned');
    expect(got(DACL)).toMatchObject({ control: 0x9404 });
    expect(got(SACL)).toMatchObject({ control: 0xa010 });
    expect(errnoOf(set(DACL, { control: 0xa004, dacl }))).toBe('returned');
    expect(got(DACL)).toMatchObject({ control: 0x8004 });
    expect(got(SACL)).toMatchObject({ control: 0xa010 });
  });

  it('a DACL that is not there is a null DACL', () => {
    expect(errnoOf(set(DACL, { control: 0x8000 }))).toBe('returned');
    expect(got(DACL)).toEqual({ revision: 1, sbz1: 0, control: 0x8000 });
  });

  it.each([
    [0, 2],
    [1, 2],
    [4, 2],
    [5, 4],
    [9, 4],
    [12, 4],
    [16, 4],
    [17, 2],
    [20, 2],
  ])('an ACL with an entry of type %i has revision %i (§3.4)', (type, revision) => {
    const sid = '010100000000000100000000';
    const body = `08000200${[5, 12, 16].includes(type) ? '00000000' : ''}${sid}`;
    const dacl = acl(EVERYONE_READS, { type, flags: 0, body });
    expect(errnoOf(set(DACL, { control: 0x8004, dacl }))).toBe('returned');
    expect(got(DACL)).toMatchObject({ dacl: { ...dacl, revision } });
  });

  it.each([
    ['an owner that is not there', OWNER, { control: 0x8000 }],
    ['SACL and label at once', SACL | LABEL, { control: 0x8010, sacl: acl(HIGH) }],
    ['not self-relative', DACL, { control: 0x0004, dacl: acl() }],
    ['a label with other entries', LABEL, { control: 0x8010, sacl: acl(HIGH, AUDIT) }],
    ['no label but an audit entry', LABEL, { control: 0x8010, sacl: acl(AUDIT) }],
    ['an empty label', LABEL, { control: 0x8010, sacl: acl() }],
    ['a label for children', LABEL, { control: 0x8010, sacl: acl({ ...HIGH, flags: 8 }) }],
  ])('refuses %s', (_, information, parts) => {
    expect(errnoOf(set(information, parts))).toBe('EINVAL');
  });

  it('a label comes and goes, other entries of the SACL stay', () => {
    set(SACL, { control: 0x8010, sacl: acl(AUDIT, LOW) });
    expect(got(LABEL)).toMatchObject({ sacl: acl(LOW) });
    set(LABEL, { control: 0x8010, sacl: acl(HIGH) });
    expect(got(SACL)).toMatchObject({ sacl: acl(HIGH, AUDIT) });
    set(LABEL, { control: 0x8000 });
    expect(got(SACL)).toMatchObject({ sacl: acl(AUDIT) });
    expect(got(LABEL)).toEqual({ revision: 1, sbz1: 0, control: 0x8000 });
  });

  it('an owner may be oneself or an owner group, and anybody with SeRestore', () => {
    const owner = (sid: string): JsonObject => ({ control: 0x8000, owner: sid });
    expect(errnoOf(set(OWNER, owner('S-1-5-19')))).toBe('returned');
    privileges(9);
    expect(errnoOf(set(OWNER, owner('S-1-5-19')))).toBe('EPERM');
    expect(errnoOf(set(OWNER, owner('S-1-1-0')))).toBe('EPERM');
    expect(errnoOf(set(OWNER, owner('S-1-5-32-544')))).toBe('returned');
    expect(errnoOf(set(OWNER, owner('S-1-5-18')))).toBe('returned');
  });

  it('a label above one’s own takes SeRelabel', () => {
    const primary = world.processes.get(1)?.primary;
    if (primary !== undefined) primary.integrityLevel = 8192;
    privileges(18);
    const high = { control: 0x8010, sacl: acl(HIGH) };
    expect(errnoOf(set(LABEL, high))).toBe('EPERM');
    expect(errnoOf(set(LABEL, { control: 0x8010, sacl: acl(LOW) }))).toBe('returned');
    privileges(18, 32);
    expect(errnoOf(set(LABEL, high))).toBe('returned');
  });

  it('asks the SD, not the handle, and SeRestore stands in for it', () => {
    const parts = { control: 0x8004, dacl: acl() };
    const deny = { type: 1, flags: 0, body: `ff010f00${'010100000000000100000000'}` };
    const ownerRights = { type: 1, flags: 0, body: `00000400${'010100000000000304000000'}` };
    privileges();
    expect(errnoOf(set(DACL, { control: 0x8004, dacl: acl(deny, ownerRights) }))).toBe('returned');
    expect(errnoOf(set(DACL, parts))).toBe('EACCES');
    privileges(18);
    expect(errnoOf(set(DACL, parts))).toBe('returned');
    expect(world.processes.get(1)?.primary.privileges.used).toBe(1n << 18n);
  });
});

describe('kacs_access_check (PSD-004 v0.20 §13.1)', () => {
  // Size 40; read 1, write 2, execute 4, all 7.
  const STRUCT = `28000000${'00'.repeat(20)}01000000020000000400000007000000`;
  const sd = descriptor({ control: 0x8004, owner: 'S-1-5-19', dacl: acl(EVERYONE_READS) });

  const check = (more: JsonObject): CallResult =>
    world.call('kacs_access_check', 'init', {
      descriptor: sd,
      desiredAccess: 8,
      args: STRUCT,
      ...more,
    });

  it('answers with the granted mask, also where it refuses', () => {
    expect(check({})).toMatchObject({ kind: 'returned', value: { granted: 8 } });
    expect(check({ desiredAccess: 9 })).toMatchObject({ errno: 'EACCES', out: { granted: 8 } });
    expect(check({ args: STRUCT.slice(2) })).not.toMatchObject({ out: {} });
  });

  it.each([
    ['no such handle', { token: 999 }, 'EBADF'],
    ['a struct of 39 bytes', { args: STRUCT.slice(2) }, 'EINVAL'],
    ['a size of 39', { args: `27${STRUCT.slice(2)}` }, 'EINVAL'],
    ['no owner', { descriptor: descriptor({ control: 0x8000 }) }, 'EINVAL'],
    ['a truncated descriptor', { descriptor: sd.slice(2) }, 'EINVAL'],
  ])('refuses %s', (_, more, errno) => {
    expect(errnoOf(check(more))).toBe(errno);
  });

  it('maps the generic rights as the struct says', () => {
    const nullDacl = descriptor({ control: 0x8000, owner: 'S-1-5-19' });
    const granted = check({ descriptor: nullDacl, desiredAccess: 0x80000000 });
    expect(granted).toMatchObject({ value: { granted: 1 } });
  });
});
