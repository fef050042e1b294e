/** @module Faults of RESTRICT: payloads, indices and flags that should or should not pass. */
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import {
  changingWhenRefused,
  fault,
  refusing,
  weakerCheck,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const RESTRICT = 'KACS_IOC_RESTRICT';

/** The numbers of a request as a reader without any check has them. */
interface Raw {
  readonly length: number;
  readonly declared: number;
  readonly indices: number;
  readonly sids: number;
  /** What indices and one SID after the other take, as far as the bytes go. */
  readonly needed: number;
}

function rawOf({ args }: RestrictContext): Raw {
  const bytes = Buffer.from(String(args['data']), 'hex');
  const indices = Number(args['denyIndexCount']);
  const sids = Number(args['restrictSidCount']);
  let needed = indices * 4;
  for (let n = 0; n < Math.min(sids, 32); n += 1) needed += 8 + 4 * (bytes[needed + 1] ?? 0);
  return {
    length: bytes.length,
    declared: Number(args['dataLength'] ?? bytes.length),
    indices,
    sids,
    needed,
  };
}

/** A malformed payload is accepted if it is like this; nothing is then taken from it. */
function accepting(when: (raw: Raw) => boolean): Change {
  return weakerCheck<RestrictContext>(RESTRICT, 'payload', (c) => when(rawOf(c)));
}

/** The first SID behind the indices that is none. */
function badSid({ args }: RestrictContext): { revision: number; count: number } | undefined {
  const bytes = Buffer.from(String(args['data']), 'hex');
  let at = Number(args['denyIndexCount']) * 4;
  for (let n = 0; n < Number(args['restrictSidCount']) && at < bytes.length; n += 1) {
    const [revision, count] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
    if (revision !== 1 || count > 15) return { revision, count };
    at += 8 + 4 * count;
  }
  return undefined;
}

const PAYLOAD: readonly Fault[] = [
  fault(
    'restrict/trailing-bytes-ignored',
    'RS-013',
    accepting((raw) => raw.needed < raw.declared),
  ),
  fault(
    'restrict/padding-to-eight-bytes-ignored',
    'RS-013',
    accepting((raw) => raw.declared > raw.needed && raw.declared - raw.needed < 8),
  ),
  fault(
    'restrict/missing-last-byte-read-as-zero',
    'RS-013',
    accepting((raw) => raw.declared === raw.needed - 1),
  ),
  fault(
    'restrict/length-not-compared',
    'RS-013',
    accepting((raw) => raw.length === raw.needed && raw.declared !== raw.length),
  ),
  fault(
    'restrict/revision-of-sids-not-checked',
    'RS-016',
    weakerCheck<RestrictContext>(RESTRICT, 'payload', (c) => {
      const bad = badSid(c);
      return bad !== undefined && bad.revision !== 1;
    }),
  ),
  fault(
    'restrict/sixteen-sub-authorities-accepted',
    'RS-016',
    weakerCheck<RestrictContext>(RESTRICT, 'payload', (c) => badSid(c)?.count === 16),
  ),
  fault(
    'restrict/handle-open-before-the-indices-are-checked',
    'RS-016',
    changingWhenRefused<RestrictContext>(RESTRICT, 'index-range', (c) => {
      if (c.restrictSids.length > 0) c.world.openHandle(c.thread.process, tokenOf(c), 0x0008);
    }),
  ),
];

const INDICES: readonly Fault[] = [
  fault('restrict/index-twice-accepted', 'RS-014', withoutCheck(RESTRICT, 'duplicate-index')),
  fault(
    'restrict/only-neighbours-compared',
    'RS-014',
    weakerCheck<RestrictContext>(RESTRICT, 'duplicate-index', ({ denyIndices }) =>
      denyIndices.every((index, n) => n === 0 || denyIndices[n - 1] !== index),
    ),
  ),
  fault(
    'restrict/deny-only-group-may-be-named-twice',
    'RS-014',
    weakerCheck<RestrictContext>(RESTRICT, 'duplicate-index', ({ denyIndices }) =>
      denyIndices.every((index) => index === 4),
    ),
  ),
  fault('restrict/index-not-checked', 'RS-015', withoutCheck(RESTRICT, 'index-range')),
  fault(
    'restrict/index-off-by-one',
    'RS-015',
    weakerCheck<RestrictContext>(RESTRICT, 'index-range', (c) =>
      c.denyIndices.every((index) => index <= tokenOf(c).groups.length),
    ),
  ),
  fault(
    'restrict/index-signed',
    'RS-015',
    weakerCheck<RestrictContext>(RESTRICT, 'index-range', (c) =>
      c.denyIndices.every((index) => (index | 0) < tokenOf(c).groups.length),
    ),
  ),
  fault(
    'restrict/index-cut-to-16-bits',
    'RS-015',
    weakerCheck<RestrictContext>(RESTRICT, 'index-range', (c) =>
      c.denyIndices.every((index) => (index & 0xffff) < tokenOf(c).groups.length),
    ),
  ),
];

const FLAGS: readonly Fault[] = [
  fault('restrict/flags-not-checked', 'RS-017', withoutCheck(RESTRICT, 'flags')),
  fault(
    'restrict/flags-cut-to-16-bits',
    'RS-017',
    weakerCheck<RestrictContext>(RESTRICT, 'flags', ({ flags }) => (flags & 0xfffe) === 0),
  ),
  fault(
    'restrict/flag-2-known',
    'RS-017',
    weakerCheck<RestrictContext>(RESTRICT, 'flags', ({ flags }) => (flags & ~3) === 0),
  ),
  fault(
    'restrict/write-restricted-refused',
    'RS-006',
    refusing<RestrictContext>(
      RESTRICT,
      ({ flags, restrictSids }) => flags === 1 && restrictSids.length > 1,
    ),
  ),
];

/** @public */
export const RESTRICT_PAYLOAD_FAULTS: readonly Fault[] = [...PAYLOAD, ...INDICES, ...FLAGS];
