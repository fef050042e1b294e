/** @module Faults of the sessions listing: which lines it has, and how they are written. */
import type { CreateSessionContext } from '../kernel/calls/create-session.js';
import { addSession } from '../kernel/boot.js';
import type { NodeContext } from '../kernel/calls/inspection.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { Session } from '../kernel/state.js';
import { changingWhenRefused, fault, otherEffect, type Change, type Fault } from './fault.js';

const OPEN = 'world.open';
const CREATE = 'kacs_create_session';

/** Sessions for which this holds are not listed. */
const omitting = (when: (session: Session) => boolean): Change =>
  otherEffect<NodeContext>(OPEN, 'list-sessions', (c, original) => {
    original();
    c.listed = c.listed.filter((session) => !when(session));
  });

/** The lines are written in another way. */
const writing = (
  change: (line: string, session: Session, context: NodeContext) => string,
): Change =>
  otherEffect<NodeContext>(OPEN, 'format-lines', (c, original) => {
    original();
    c.lines = c.listed.map((session, n) => change(c.lines[n] ?? '', session, c));
  });

/** A field of the lines has another value. */
const valued = (
  field: string,
  change: (value: string, session: Session, context: NodeContext) => string,
): Change =>
  writing((line, session, context) =>
    line.replace(
      new RegExp(`(${field}=)([^ \\n]*)`),
      (_, key: string, value: string) => key + change(value, session, context),
    ),
  );

/** On the line of the boot session. */
const ofBoot = (field: string, value: string): Change =>
  valued(field, (before, { permanent, id }) => (permanent && id === 0n ? value : before));

/** The field has another name on the line of the boot session. */
const renamed = (field: string, name: string): Change =>
  writing((line, { permanent }) => (permanent ? line.replace(`${field}=`, `${name}=`) : line));

const hexBytes = (value: string): readonly string[] => value.match(/../g) ?? [];

const LINES: readonly Fault[] = [
  fault(
    'sessions-listing/batch-sessions-left-out',
    ['SF-013', 'SL-015', 'SE-001'],
    omitting(({ logonType }) => logonType === 4),
  ),
  fault(
    'sessions-listing/a-line-for-each-token',
    'SL-002',
    otherEffect<NodeContext>(OPEN, 'list-sessions', (c, original) => {
      original();
      c.listed = c.listed.flatMap((one) =>
        one.liveTokens > 0 && !one.permanent ? [one, one] : [one],
      );
    }),
  ),
  fault(
    'sessions-listing/id-renamed',
    ['SF-014', 'SL-003', 'SL-010', 'SL-019', 'SL-027', 'SL-029', 'SL-030'],
    renamed('session_id', 'id'),
  ),
  fault(
    'sessions-listing/user-renamed',
    ['SF-015', 'SL-004', 'SL-013', 'SL-019', 'SL-029'],
    renamed('user_sid', 'sid'),
  ),
  fault(
    'sessions-listing/type-renamed',
    ['SF-016', 'SL-005', 'SL-014', 'SL-019', 'SL-027'],
    renamed('logon_type', 'type'),
  ),
  fault(
    'sessions-listing/package-renamed',
    ['SF-017', 'SL-006', 'SL-019', 'SL-028', 'SL-030'],
    renamed('auth_package', 'package'),
  ),
  fault(
    'sessions-listing/time-renamed',
    ['SF-018', 'SL-007', 'SL-018', 'SL-019'],
    renamed('created_at', 'created'),
  ),
  fault(
    'sessions-listing/type-before-user',
    ['SL-004', 'SL-005', 'SL-019'],
    writing((line) => line.replace(/(user_sid=[^ ]*) (logon_type=[^ ]*)/, '$2 $1')),
  ),
  fault(
    'sessions-listing/time-before-package',
    ['SL-006', 'SL-007', 'SL-019'],
    writing((line) => line.replace(/(auth_package=[^ ]*) (created_at=\d*)/, '$2 $1')),
  ),
  fault(
    'sessions-listing/space-at-the-end',
    ['SL-008', 'SL-019'],
    writing((line) => line.replace('\n', ' \n')),
  ),
  fault(
    'sessions-listing/two-spaces',
    ['SL-008', 'SL-004', 'SL-005', 'SL-006', 'SL-007', 'SL-019'],
    writing((line) => line.replace(' ', '  ')),
  ),
  fault(
    'sessions-listing/last-newline-missing',
    'SL-009',
    otherEffect<NodeContext>(OPEN, 'encode-text', (c, original) => {
      original();
      c.contents = c.contents.slice(0, -1);
    }),
  ),
  fault(
    'sessions-listing/latin-1',
    'SL-001',
    otherEffect<NodeContext>(OPEN, 'encode-text', (c) => {
      const text = c.lines.map((line) => line.replace('\n', ' host=\u00fc\n')).join('');
      c.contents = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    }),
  ),
];

const VALUES: readonly Fault[] = [
  fault(
    'sessions-listing/id-in-hex',
    ['SL-010', 'SL-027', 'SL-029', 'SL-030'],
    ofBoot('session_id', '0x0'),
  ),
  fault(
    'sessions-listing/another-id',
    'SL-011',
    valued('session_id', (value, { logonType }) =>
      logonType === 8 ? String(BigInt(value) + 1_000_000n) : value,
    ),
  ),
  fault(
    'sessions-listing/long-sids-cut',
    ['SL-012', 'SS-014'],
    valued('user_sid', (value) => value.slice(0, 120)),
  ),
  fault(
    'sessions-listing/authority-reversed',
    ['SL-012', 'SL-029'],
    valued('user_sid', (value, { permanent }) =>
      permanent || value.length <= 16
        ? value.slice(0, 4) + [...hexBytes(value.slice(4, 16))].reverse().join('') + value.slice(16)
        : value,
    ),
  ),
  fault(
    'sessions-listing/user-in-capitals',
    ['SL-013', 'SL-012', 'SS-014', 'SS-015', 'SE-001'],
    valued('user_sid', (value) => value.toUpperCase()),
  ),
  fault(
    'sessions-listing/type-by-name',
    ['SL-014', 'SL-015', 'SL-027', 'SF-016'],
    valued('logon_type', (value) => (value === '5' ? 'Service' : value)),
  ),
  fault(
    'sessions-listing/cleartext-is-network',
    ['SL-015', 'SL-011'],
    valued('logon_type', (value) => (value === '8' ? '3' : value)),
  ),
  fault(
    'sessions-listing/packages-cut-at-2000',
    ['SL-016', 'SS-011'],
    valued('auth_package', (value) => value.slice(0, 4000)),
  ),
  fault(
    'sessions-listing/newline-escaped',
    'SL-017',
    valued('auth_package', (value) =>
      hexBytes(value)
        .map((b) => (b === '0a' ? '5c6e' : b))
        .join(''),
    ),
  ),
  fault(
    'sessions-listing/package-ends-at-nul',
    'SL-017',
    valued('auth_package', (value) => {
      const bytes = hexBytes(value);
      const end = bytes.indexOf('00');
      return end < 0 ? value : bytes.slice(0, end).join('');
    }),
  ),
  fault(
    'sessions-listing/package-in-capitals',
    ['SL-028', 'SL-016', 'SL-017', 'SS-010'],
    valued('auth_package', (value) =>
      /[89a-f][0-9a-f]/.test(value) && hexBytes(value).some((b) => b >= '80')
        ? value.toUpperCase()
        : value,
    ),
  ),
  fault(
    'sessions-listing/first-byte-of-the-package-lost',
    ['SS-010', 'SL-016', 'SS-011'],
    valued('auth_package', (value) => (value.length === 2 ? '' : value)),
  ),
  fault('sessions-listing/signed-time', ['SL-018', 'SF-018'], ofBoot('created_at', '-1')),
  fault(
    'sessions-listing/time-counts-down',
    'SE-006',
    valued('created_at', (value) => String((1n << 63n) - BigInt(value))),
  ),
  fault(
    'sessions-listing/time-of-the-reading',
    'SE-006',
    valued('created_at', (_, __, { world }) => String(world.clock)),
  ),
  fault('sessions-listing/boot-type-2', 'SL-027', ofBoot('logon_type', '2')),
  fault(
    'sessions-listing/boot-user-local-service',
    'SL-029',
    ofBoot('user_sid', '010100000000000513000000'),
  ),
  fault('sessions-listing/boot-package-kernel', 'SL-030', ofBoot('auth_package', '4b65726e656c')),
];

/** The session just made is another than its record says. */
const registering = (
  change: (made: Session, context: CreateSessionContext) => Partial<Session>,
): Change =>
  otherEffect<CreateSessionContext>(CREATE, 'register', (c, original) => {
    original();
    const made = c.world.sessions.get(c.id);
    if (made !== undefined) c.world.sessions.set(c.id, { ...made, ...change(made, c) });
  });

const RECORDS: readonly Fault[] = [
  fault(
    'sessions-listing/package-length-of-8-bits',
    ['SS-011', 'SL-016'],
    registering(({ authPackage }) => ({
      authPackage: authPackage.subarray(
        0,
        authPackage.length > 255 ? authPackage.length & 0xff : undefined,
      ),
    })),
  ),
  fault(
    'sessions-listing/users-of-one-domain-are-one',
    'SS-015',
    registering((made, { world }) => {
      const domain = (one: Session): string => one.userSid.subAuthorities.slice(0, -1).join('-');
      const other = [...world.sessions.values()].find(
        (one) => one !== made && !one.permanent && domain(one) === domain(made),
      );
      return other === undefined ? {} : { userSid: other.userSid };
    }),
  ),
  fault(
    'sessions-listing/user-of-the-caller',
    ['SS-015', 'SS-014', 'SL-012'],
    registering((made, { thread }) =>
      made.userSid.subAuthorities.length < 5 ? { userSid: effectiveToken(thread).userSid } : {},
    ),
  ),
  fault(
    'sessions-listing/refused-record-leaves-a-session',
    'SS-029',
    changingWhenRefused<CreateSessionContext>(CREATE, 'spec', ({ world, spec }) => {
      const { userSid, authPackage, logonType } = spec as Partial<typeof spec>;
      if (userSid === undefined || authPackage === undefined) return;
      world.nextSessionId += 1n;
      addSession(world, world.nextSessionId, logonType ?? 0, authPackage, userSid, false);
    }),
  ),
];

/** @internal */
export const SESSIONS_LISTING_FAULTS: readonly Fault[] = [...LINES, ...VALUES, ...RECORDS];
