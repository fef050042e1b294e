/**
 * @module The messages of the adapter protocol, version 1: JSON-RPC 2.0, one message a line. Also
 * the two conversions between an {@link Outcome} and the result that stands for it on the wire.
 */
import type { JsonObject, Outcome } from '../program/program.js';

/** @public */
export const PROTOCOL_VERSION = 1;
/** Outstanding requests that the harness allows at most, whatever an adapter offers. @public */
export const WINDOW_MAX = 1024;
/** The method that plays a whole Program. @public */
export const RUN_PROGRAM = 'program.run';
/** The method that tells what was reached in the candidate itself. @public */
export const TAKE_COVERAGE = 'coverage.take';
/** Edges in one answer at most; what there is of more is for the next one. @public */
export const EDGES_MAX = 65_536;

/** The codes of JSON-RPC errors: the adapter could not do it, never a verdict. @public */
export const RPC_ERROR = {
  parse: -32700,
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** A protocol version that this side does not speak. */
  version: -32001,
  /** A call before `hello`, or a second `hello`. */
  order: -32002,
  /** The adapter itself failed to carry out the call (an AdapterFault). */
  adapter: -32000,
} as const;

/** @internal */
interface RpcError {
  readonly code: number;
  readonly message: string;
}

/** What a call did, on the wire. @public */
export type WireResult =
  | { readonly value: JsonObject }
  | { readonly errno: string; readonly number: number; readonly out?: JsonObject }
  | { readonly crashed: { readonly signal?: string; readonly detail: string } };

/** One request as a line. @internal */
export function requestLine(id: number, method: string, params: unknown): string {
  return `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${JSON.stringify(params)}}\n`;
}

/** One answer as a line. @internal */
export function resultLine(id: string, result: unknown): string {
  return `{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}\n`;
}

/** One error as a line; `id` is JSON text, `null` where the request had none. @internal */
export function errorLine(id: string, code: number, message: string): string {
  const error: RpcError = { code, message };
  return `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}\n`;
}

/** @internal */
export function toWire(outcome: Outcome): WireResult {
  switch (outcome.kind) {
    case 'returned':
      return { value: outcome.value };
    case 'refused': {
      const { errno, number, out } = outcome;
      return out === undefined ? { errno, number } : { errno, number, out };
    }
    case 'crashed': {
      const { detail, signal } = outcome;
      return { crashed: signal === undefined ? { detail } : { signal, detail } };
    }
    case 'timedOut':
      // The wire has no time-outs: whoever waited reports a worker that is of no use any more.
      return { crashed: { detail: `no answer within ${outcome.afterMs} ms` } };
    default:
      return outcome satisfies never;
  }
}

/** The outcome of a result that has passed its schema. @internal */
export function fromWire(result: WireResult): Outcome {
  if ('value' in result) return { kind: 'returned', value: result.value };
  if ('errno' in result) {
    const { errno, number, out } = result;
    return out === undefined
      ? { kind: 'refused', errno, number }
      : { kind: 'refused', errno, number, out };
  }
  const { detail, signal } = result.crashed;
  return signal === undefined ? { kind: 'crashed', detail } : { kind: 'crashed', detail, signal };
}
