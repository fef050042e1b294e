/** @module Faults of ioctl words, of what they are called on, and of buffers over structs. */
import type { RawContext } from '../kernel/calls/raw.js';
import { ioctlsOf, overlaps, type Struct } from '../kernel/calls/raw-structs.js';
import type { Call, Forward, Model } from '../kernel/model.js';
import { fault, refusing, withoutCheck, type Change, type Fault } from './fault.js';

const RAW = 'raw.ioctl';

function changeRaw(change: (call: Call<RawContext>, model: Model) => Call<RawContext>): Change {
  return (model) => {
    const call = model.calls.get(RAW) as Call<RawContext> | undefined;
    if (call === undefined) throw new RangeError(`the model has no call ${RAW}`);
    const changed = change(call, model) as unknown as Call;
    return { ...model, calls: new Map(model.calls).set(RAW, changed) };
  };
}

/** Under this mask, a word is taken for the word of the table that it equals. */
function wordsUnder(mask: number): Change {
  return changeRaw((call, model) => {
    const words = [...ioctlsOf(model.profile).keys()];
    return {
      ...call,
      prepare(base) {
        const given = Number(base.args['word']);
        const word = words.find((one) => ((one ^ given) & mask) === 0) ?? given;
        return call.prepare({ ...base, args: { ...base.args, word } });
      },
    };
  });
}

/** Where `when` holds the call does nothing, and returns 0. */
function doingNothing(when: (context: RawContext) => boolean): Change {
  return changeRaw((call) => ({
    ...call,
    checks: call.checks.map((check) => ({
      ...check,
      refuses: (c) => check.refuses(c) && !when(c),
    })),
    forward(c): Forward {
      if (!when(c) && call.forward !== undefined) return call.forward(c);
      const argument = String(c.args['argument'] ?? '');
      return { op: 'world.credentials', args: {}, show: () => ({ value: 0, argument }) };
    },
  }));
}

/** Whether the payload buffer of QUERY is over the struct is decided like this. */
function overlapping(when: (struct: Struct, start: bigint, end: bigint) => boolean): Change {
  return changeRaw((call) => ({
    ...call,
    forward(c): Forward {
      const { struct, ioctl } = c;
      if (call.forward === undefined) throw new RangeError('the raw ioctl goes on');
      const forward = call.forward(c);
      if (struct === undefined || ioctl?.op !== 'KACS_IOC_QUERY') return forward;
      const start = struct.view.getBigUint64(8, true);
      const end = start + BigInt(struct.view.getUint32(4, true));
      const pointer = when(struct, start, end) ? 'overlap' : 'buffer';
      return { ...forward, args: { ...forward.args, pointer } };
    },
  }));
}

const DIRECTION = 0xc0000000;
const SIZE = 0x3fff0000;
const MAGIC = 0xff00;

/** Each word refused, as with a number mixed up in a header. */
const UNKNOWN: readonly Fault[] = (
  [
    ['duplicate', 0xc0104b02],
    ['install', 0x4b03],
    ['link-tokens', 0x40104b05],
    ['impersonate', 0x4b08],
    ['adjust-sessionid', 0x40044b0a],
  ] as const
).map(([name, word]) =>
  fault(
    `ioctl-common/word-of-${name}-unknown`,
    'IC-012',
    refusing<RawContext>(RAW, (c) => c.word === word, 'ENOTTY'),
  ),
);

/** @internal */
export const RAW_FAULTS: readonly Fault[] = [
  ...UNKNOWN,
  fault('ioctl-common/word-direction-ignored', 'IC-014', wordsUnder(~DIRECTION)),
  fault('ioctl-common/word-size-ignored', 'IC-014', wordsUnder(~SIZE)),
  fault('ioctl-common/word-magic-ignored', 'IC-014', wordsUnder(~MAGIC)),
  fault('ioctl-common/only-the-number-of-a-word-counts', 'IC-014', wordsUnder(0xffff)),
  fault(
    'ioctl-common/unknown-words-succeed',
    'IC-014',
    doingNothing(({ descriptor, ioctl }) => descriptor?.kind === 'token' && ioctl === undefined),
  ),
  fault(
    'ioctl-common/sockets-take-ioctls',
    'IC-015',
    doingNothing(({ descriptor }) => descriptor?.kind === 'socket'),
  ),
  fault(
    'ioctl-common/files-take-ioctls',
    'IC-015',
    doingNothing(({ descriptor }) => descriptor?.kind === 'file'),
  ),
  fault('ioctl-query/overlap-not-checked', 'IQ-047', withoutCheck('KACS_IOC_QUERY', 'overlap')),
  fault(
    'ioctl-query/overlap-only-at-the-same-address',
    'IQ-047',
    overlapping(({ address }, start) => start === address),
  ),
  fault(
    'ioctl-query/overlap-from-below-not-checked',
    'IQ-047',
    overlapping((struct, start) => overlaps(struct) && start >= struct.address),
  ),
  fault(
    'ioctl-query/overlap-of-one-byte-not-seen',
    'IQ-047',
    overlapping((struct, _, end) => overlaps(struct) && end !== struct.address + 1n),
  ),
  fault(
    'ioctl-query/overlap-of-the-last-byte-not-seen',
    'IQ-047',
    overlapping((struct, start) => overlaps(struct) && start !== struct.address + 15n),
  ),
  fault(
    'ioctl-query/buffer-right-behind-the-struct-refused',
    'IQ-047',
    overlapping((struct, start) => overlaps(struct) || start === struct.address + 16n),
  ),
];
