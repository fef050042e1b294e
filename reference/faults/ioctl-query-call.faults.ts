/** @module Faults of QUERY as a call: sizing, buffer length, class numbers, handle right. */
import { QUERY_CLASS } from '../abi/numbers.js';
import type { QueryContext } from '../kernel/calls/query.js';
import {
  alsoDoing,
  fault,
  otherEffect,
  otherRefusalOutput,
  refusing,
  weakerCheck,
  withErrno,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_QUERY';
const PAGE = 4096;

/** The write-payload effect, followed by something else. */
function afterWriting(change: (context: QueryContext) => void): Change {
  return otherEffect<QueryContext>(CALL, 'write-payload', (context, original) => {
    original();
    change(context);
  });
}

/** Class numbers that come out as known ones if cut to this width. */
function knownWhenCut(number: number, mask: number): boolean {
  const cut = number & mask;
  return number > mask && cut >= 1 && cut <= Object.keys(QUERY_CLASS).length;
}

const SIZING: readonly Fault[] = [
  fault(
    'ioctl-query/large-buffer-refused',
    'IQ-001',
    refusing<QueryContext>(CALL, (c) => !c.sizing && c.capacity >= 0x100000, 'ENOMEM'),
  ),
  fault(
    'ioctl-query/size-rounded-up',
    'IQ-002',
    afterWriting((c) => {
      if (c.sizing) c.reported = Math.ceil(c.reported / 8) * 8;
    }),
  ),
  fault(
    'ioctl-query/size-of-lists-without-their-count',
    'IQ-003',
    afterWriting((c) => {
      if (c.sizing && c.class === QUERY_CLASS.GROUPS) c.reported -= 4;
    }),
  ),
  fault(
    'ioctl-query/exact-size-refused',
    'IQ-003',
    refusing<QueryContext>(
      CALL,
      (c) => !c.sizing && c.payload !== undefined && c.capacity === c.payload.length,
      'ERANGE',
    ),
  ),
  fault(
    'ioctl-query/sizing-writes',
    'IQ-004',
    alsoDoing<QueryContext>(CALL, (c) => {
      if (c.sizing && c.args['pointer'] === undefined) c.intact = false;
    }),
  ),
  fault(
    'ioctl-query/null-pointer-with-a-length-refused',
    'IQ-041',
    refusing<QueryContext>(
      CALL,
      ({ args, capacity }) => args['pointer'] === 'null' && capacity !== 0,
      'EFAULT',
    ),
  ),
  fault(
    'ioctl-query/null-pointer-keeps-the-length',
    'IQ-041',
    afterWriting((c) => {
      if (c.args['pointer'] === 'null' && c.capacity !== 0) c.reported = c.capacity;
    }),
  ),
];

const LENGTHS: readonly Fault[] = [
  fault('ioctl-query/short-buffer-errno', 'IQ-042', withErrno(CALL, 'capacity', 'EINVAL')),
  fault('ioctl-query/short-buffer-truncates', 'IQ-042', withoutCheck(CALL, 'capacity')),
  fault(
    'ioctl-query/short-by-one-passes',
    'IQ-042',
    weakerCheck<QueryContext>(CALL, 'capacity', (c) => c.capacity + 1 === c.payload?.length),
  ),
  fault(
    'ioctl-query/short-buffer-size-not-reported',
    'IQ-043',
    otherRefusalOutput(CALL, (out) => (out === undefined ? out : { ...out, length: 1 })),
  ),
  fault(
    'ioctl-query/short-buffer-filled',
    'IQ-044',
    otherRefusalOutput(CALL, (out) => (out === undefined ? out : { ...out, intact: false })),
  ),
  fault(
    'ioctl-query/length-left-alone',
    'IQ-045',
    afterWriting((c) => {
      if (!c.sizing && c.capacity < PAGE) c.reported = c.capacity;
    }),
  ),
  fault(
    'ioctl-query/length-is-signed',
    'IQ-045',
    refusing<QueryContext>(CALL, (c) => !c.sizing && c.capacity > 0x7fffffff, 'ERANGE'),
  ),
];

const CLASS_NUMBERS: readonly Fault[] = [
  fault(
    'ioctl-query/level-of-primary-tokens-refused',
    ['IQ-040', 'IQ-019'],
    refusing<QueryContext>(
      CALL,
      (c) => c.class === QUERY_CLASS.IMPERSONATION_LEVEL && c.handle?.token.type === 1,
    ),
  ),
  fault(
    'ioctl-query/confinement-of-unconfined-tokens-refused',
    ['IQ-040', 'IQ-038'],
    refusing<QueryContext>(
      CALL,
      ({ payload, class: n }) => n === QUERY_CLASS.APPCONTAINER_SID && payload?.length === 0,
      'ENOENT',
    ),
  ),
  fault('ioctl-query/class-cut-to-8-bits', 'IQ-046', cutTo(0xff)),
  fault('ioctl-query/class-cut-to-16-bits', 'IQ-046', cutTo(0xffff)),
  fault('ioctl-query/class-0-answers', 'IQ-046', answering(0)),
  fault('ioctl-query/class-25-answers', 'IQ-046', answering(25)),
  fault('ioctl-query/class-of-all-ones-answers', 'IQ-046', answering(0xffffffff)),
  fault(
    'ioctl-query/unknown-class-can-be-sized',
    'IQ-046',
    weakerCheck<QueryContext>(CALL, 'class', (c) => c.sizing),
  ),
  fault('ioctl-query/unknown-class-errno', 'IQ-046', withErrno(CALL, 'class', 'EOPNOTSUPP')),
];

function cutTo(mask: number): Change {
  return weakerCheck<QueryContext>(CALL, 'class', (c) => knownWhenCut(c.class, mask));
}

function answering(number: number): Change {
  return weakerCheck<QueryContext>(CALL, 'class', (c) => c.class === number);
}

const HANDLE_RIGHT: readonly Fault[] = [
  fault('ioctl-query/right-not-checked', 'IQ-005', withoutCheck(CALL, 'right')),
  fault(
    'ioctl-query/sizing-without-the-right',
    'IQ-005',
    weakerCheck<QueryContext>(CALL, 'right', (c) => c.sizing),
  ),
  fault(
    'ioctl-query/any-right-suffices',
    'IQ-005',
    weakerCheck<QueryContext>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0xff) !== 0),
  ),
  fault(
    'ioctl-query/source-right-suffices',
    'IQ-005',
    weakerCheck<QueryContext>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0x10) !== 0),
    { R56: 'defined' },
  ),
];

/** @internal */
export const IOCTL_QUERY_CALL_FAULTS: readonly Fault[] = [
  ...SIZING,
  ...LENGTHS,
  ...CLASS_NUMBERS,
  ...HANDLE_RIGHT,
];
