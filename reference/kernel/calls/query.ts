/**
 * @module KACS_IOC_QUERY: the two-call pattern over the payload rows (PSD-004 v0.20 §13.2,
 * §13.6(3)).
 */
import { TOKEN_RIGHT } from '../../abi/numbers.js';
import { toHex } from '../../wire/hex.js';
import { numberArgument } from '../arguments.js';
import { defineCall } from '../model.js';
import { payloadBytes } from '../payloads.js';
import { handleChecks, withHandle, type HandleContext } from './handle-checks.js';

/** @internal */
export interface QueryContext extends HandleContext {
  readonly class: number;
  /** Undefined: no such class. */
  readonly payload: Uint8Array | undefined;
  readonly capacity: number;
  readonly sizing: boolean;
  readonly overlap: boolean;
  /** What the call writes: the payload, or nothing. */
  written: Uint8Array;
  /** The size it reports. */
  reported: number;
  /** Whether bytes outside the payload keep their pattern. */
  intact: boolean;
}

/** @internal */
export const query = defineCall<QueryContext>({
  name: 'KACS_IOC_QUERY',
  prepare(base) {
    const context = withHandle(base);
    const number = numberArgument(base.args, 'class');
    const { pointer } = base.args;
    const capacity = numberArgument(base.args, 'bufLen', numberArgument(base.args, 'capacity'));
    const token = context.handle?.token;
    const payload = token === undefined ? undefined : payloadBytes(base.world, token, number);
    return {
      class: number,
      payload,
      capacity,
      sizing: pointer === 'null' || capacity === 0,
      overlap: pointer === 'overlap',
      written: new Uint8Array(),
      reported: payload?.length ?? 0,
      intact: true,
      ...context,
    };
  },
  checks: [
    ...handleChecks(TOKEN_RIGHT.QUERY, ['IQ-005', 'IC-018']),
    {
      id: 'class',
      clauses: ['IQ-040', 'IQ-046'],
      errno: 'EINVAL',
      refuses: ({ payload }) => payload === undefined,
    },
    {
      id: 'overlap',
      clauses: ['IQ-047'],
      errno: 'EINVAL',
      refuses: ({ overlap }) => overlap,
    },
    {
      id: 'capacity',
      clauses: ['IQ-042', 'IQ-043', 'IQ-044'],
      errno: 'ERANGE',
      refuses: ({ sizing, capacity, payload }) => !sizing && capacity < (payload?.length ?? 0),
    },
  ],
  effects: [
    {
      id: 'write-payload',
      clauses: ['IQ-001', 'IQ-002', 'IQ-003', 'IQ-004', 'IQ-041', 'IQ-045'],
      apply: (context) => {
        if (context.sizing || context.payload === undefined) return;
        context.world.cite(context.world.model.payloads.get(context.class)?.clauses ?? []);
        context.written = context.payload;
      },
    },
  ],
  result: ({ reported, written, intact }) => ({
    length: reported,
    payload: toHex(written),
    intact,
  }),
  refusalOutput: ({ reported, intact }, check) =>
    check.id === 'capacity' ? { length: reported, intact } : undefined,
});
