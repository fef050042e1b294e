/** @module Faults of the session record. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import type { CreateSessionContext } from '../kernel/calls/create-session.js';
import type { SessionSpec } from '../wire/values.js';
import {
  fault,
  otherPayload,
  refusing,
  ruleDropped,
  weakerCheck,
  type Change,
  type Fault,
} from './fault.js';

const CREATE = 'kacs_create_session';

const ACCEPTED_TYPES: readonly (readonly [number, ClauseId])[] = [
  [2, 'SS-003'],
  [3, 'SS-004'],
  [4, 'SS-005'],
  [5, 'SS-006'],
  [8, 'SS-007'],
  [9, 'SS-008'],
];

const NT_AUTHORITY = 5;
/** Type, package length, SID length. */
const FIXED_BYTES = 7;
const SID_HEADER_BYTES = 8;

/** The numbers of a record as a parser without any check reads them; past the end is zero. */
interface RawRecord {
  readonly size: number;
  readonly packageLength: number;
  /** Bytes behind the package. */
  readonly left: number;
  readonly sidLength: number;
  /** The 16 low bits, and the four bytes the other way round. */
  readonly sidLengthLow: number;
  readonly sidLengthSwapped: number;
  readonly sidCount: number;
  /** Bytes behind the SID length. */
  readonly sidBytes: number;
}

function rawRecord({ buffer: { bytes } }: CreateSessionContext): RawRecord {
  const view = new DataView(new ArrayBuffer(0x20000));
  new Uint8Array(view.buffer).set(bytes.subarray(0, 0x10000));
  const packageLength = view.getUint16(1, true);
  const at = 3 + packageLength;
  return {
    size: bytes.length,
    packageLength,
    left: bytes.length - at,
    sidLength: view.getUint32(at, true),
    sidLengthLow: view.getUint16(at, true),
    sidLengthSwapped: view.getUint32(at, false),
    sidCount: view.getUint8(at + 5),
    sidBytes: bytes.length - at - 4,
  };
}

/** A malformed record is accepted if its raw numbers are like this. */
function accepting(when: (raw: RawRecord) => boolean): Change {
  return weakerCheck<CreateSessionContext>(CREATE, 'spec', (c) => when(rawRecord(c)));
}

/** A well-formed record is refused if it is like this. */
function refusingRecord(when: (raw: RawRecord, context: CreateSessionContext) => boolean): Change {
  return refusing<CreateSessionContext>(CREATE, (c) => when(rawRecord(c), c));
}

/** Negotiate and a domain user: the records that ask for each logon type. */
function isOrdinary({ authPackage, userSid: { subAuthorities } }: SessionSpec): boolean {
  return new TextDecoder().decode(authPackage) === 'Negotiate' && subAuthorities[1] === 1111;
}

const ACCEPTED: readonly Fault[] = [
  ...ACCEPTED_TYPES.map(([type, clause]) =>
    fault(
      `session-spec/logon-type-${type}-refused`,
      clause,
      refusingRecord((_, { spec }) => spec.logonType === type && isOrdinary(spec)),
    ),
  ),
  fault(
    'session-spec/logon-type-reported-as-interactive',
    'SS-002',
    otherPayload('LOGON_TYPE', () => 2),
  ),
  // The call should need nothing but its buffer.
  fault(
    'session-spec/users-of-other-authorities-need-registration',
    'SS-001',
    refusingRecord((_, { spec }) => spec.userSid.authority !== NT_AUTHORITY),
  ),
  fault(
    'session-spec/package-length-read-as-one-byte',
    'SS-009',
    refusingRecord(({ packageLength }) => packageLength > 0xff),
  ),
  fault(
    'session-spec/package-name-only-ascii',
    'SS-012',
    refusingRecord((_, { spec }) => spec.authPackage.some((byte) => byte > 0x7f)),
  ),
  fault(
    'session-spec/package-name-without-control-characters',
    'SS-012',
    refusingRecord((_, { spec }) => spec.authPackage.some((byte) => byte < 0x20)),
  ),
  fault(
    'session-spec/short-package-names-padded',
    'SS-013',
    refusingRecord(({ packageLength }) => packageLength < 8 && (3 + packageLength) % 4 === 2),
  ),
  fault(
    'session-spec/package-name-in-a-fixed-buffer',
    'SS-016',
    refusingRecord(({ packageLength }) => packageLength > 1024),
  ),
  fault(
    'session-spec/sid-in-a-fixed-buffer',
    'SS-016',
    refusingRecord(({ sidCount }) => sidCount > 8),
  ),
  fault(
    'session-spec/smallest-record-off-by-one',
    ['SS-017', 'SS-032', 'LM-001'],
    refusingRecord(({ size }) => size <= 15),
  ),
  fault(
    'session-spec/largest-record-off-by-one',
    ['SS-019', 'LM-015'],
    refusingRecord(({ size }) => size >= 4096),
  ),
  fault(
    'session-spec/empty-package-name-refused',
    ['SS-030', 'SS-032'],
    refusingRecord(({ packageLength }) => packageLength === 0),
  ),
];

const REFUSED: readonly Fault[] = [
  fault(
    'session-spec/unrecognised-type-accepted',
    'SS-021',
    ruleDropped('SESSION_SPEC', 'logonType.oneOf'),
  ),
  fault(
    'session-spec/remote-interactive-accepted',
    'SS-021',
    weakerCheck<CreateSessionContext>(CREATE, 'spec', ({ spec }) => spec.logonType === 10),
  ),
  fault(
    'session-spec/record-of-14-bytes-accepted',
    ['SS-018', 'LM-001'],
    accepting(({ size }) => size === 14),
  ),
  fault(
    'session-spec/empty-buffer-accepted',
    ['SS-018', 'LM-001'],
    accepting(({ size }) => size === 0),
  ),
  fault(
    'session-spec/no-largest-size',
    ['SS-020', 'LM-015'],
    ruleDropped('SESSION_SPEC', 'spec.maxSize'),
  ),
  fault(
    'session-spec/largest-size-off-by-one',
    ['SS-020', 'LM-015'],
    accepting(({ size }) => size === 4097),
  ),
  fault(
    'session-spec/package-length-clamped-to-the-record',
    'SS-022',
    accepting(({ size, left }) => size >= 15 && left < 0),
  ),
  fault(
    'session-spec/sid-length-read-past-the-record',
    'SS-023',
    accepting(({ size, left }) => size >= 15 && left >= 0 && left < 4),
  ),
  fault(
    'session-spec/sid-revision-not-checked',
    'SS-024',
    ruleDropped('SID', 'revision.equals', 'SESSION_SPEC'),
  ),
  fault(
    'session-spec/sid-count-not-checked',
    'SS-025',
    ruleDropped('SID', 'count.range', 'SESSION_SPEC'),
  ),
  fault(
    'session-spec/sid-count-16-accepted',
    'SS-025',
    accepting(({ sidCount, sidLength, sidBytes }) => sidCount === 16 && sidLength === sidBytes),
  ),
  fault(
    'session-spec/sid-may-be-followed-by-more',
    'SS-026',
    ruleDropped('SESSION_SPEC', 'userSid.consumesExactly'),
  ),
  fault(
    'session-spec/sid-may-be-cut',
    'SS-026',
    accepting(
      (raw) =>
        raw.sidLength === raw.sidBytes &&
        raw.sidLength >= SID_HEADER_BYTES &&
        raw.sidLength < SID_HEADER_BYTES + 4 * raw.sidCount,
    ),
  ),
  fault(
    'session-spec/sid-length-clamped-to-the-record',
    'SS-027',
    accepting((raw) => raw.left >= 4 && raw.sidLength > raw.sidBytes && raw.sidLength < 0x10000),
  ),
  fault(
    'session-spec/sid-length-check-wraps-around',
    'SS-027',
    accepting(
      ({ left, packageLength, sidLength, size }) =>
        left >= 4 &&
        (FIXED_BYTES + packageLength + sidLength) % 2 ** 32 < Math.min(sidLength, size),
    ),
  ),
  fault(
    'session-spec/sid-length-in-16-bits',
    ['SS-027', 'SS-037'],
    accepting(
      (raw) => raw.left >= 4 && raw.sidLengthLow === raw.sidBytes && raw.sidLength > 0xffff,
    ),
  ),
  fault(
    'session-spec/sid-length-in-either-byte-order',
    'SS-037',
    accepting((raw) => raw.sidLength > 0xffff && raw.sidLengthSwapped === raw.sidBytes),
  ),
  fault(
    'session-spec/sid-shorter-than-its-header',
    'SS-028',
    accepting(
      (raw) =>
        raw.size >= 15 && raw.left >= 4 && raw.sidLength === raw.sidBytes && raw.sidLength < 8,
    ),
  ),
  fault(
    'session-spec/package-name-not-validated',
    'SS-031',
    ruleDropped('SESSION_SPEC', 'authPackage.utf8'),
    {
      R43: 'reject',
    },
  ),
  fault(
    'session-spec/surrogates-accepted',
    'SS-031',
    weakerCheck<CreateSessionContext>(CREATE, 'spec', ({ spec }) => isSurrogate(spec.authPackage)),
  ),
  fault(
    'session-spec/trailing-bytes-accepted',
    'SS-033',
    ruleDropped('SESSION_SPEC', 'spec.consumesExactly'),
    { R42: 'reject' },
  ),
];

/** Whether the name has the bytes of a surrogate, ED A0 80 to ED BF BF. */
function isSurrogate(name: Uint8Array): boolean {
  return name.some((byte, i) => byte === 0xed && (name[i + 1] ?? 0) >= 0xa0);
}

/** @internal */
export const SESSION_SPEC_FAULTS: readonly Fault[] = [...ACCEPTED, ...REFUSED];
