/** @module The answer to hello: read, or said in one line what is wrong with it. */
import type { Hello } from '../adapter.js';
import { excerpt } from '../../protocol/excerpt.js';
import { PROTOCOL_VERSION } from '../../protocol/messages.js';
import { asHello, checkHello } from '../../protocol/validate.js';
import type { Reply } from './connection.js';
import { endingText, type Ending } from './link.js';

/** An adapter that we know nothing about gets this much line. @internal */
export const HELLO_LINE_BYTES_MAX = 1024 * 1024;

/** A hello, or the problem in words. @internal */
export function readHello(reply: Reply): Hello | string {
  switch (reply.kind) {
    case 'result':
      return fromResult(reply.result);
    case 'error':
      return `refused hello: ${reply.message} (${reply.code})`;
    case 'fault':
      return reply.message;
    case 'late':
      return (
        `gave no answer to hello within ${reply.afterMs} ms; it must read one line of JSON and ` +
        'answer with one line (are its buffers flushed?)'
      );
    case 'gone':
      return gone(reply.ending, reply.reason);
    default:
      return reply satisfies never;
  }
}

function fromResult(result: unknown): Hello | string {
  const offered = (result as { protocol?: unknown } | null)?.protocol;
  if (offered !== PROTOCOL_VERSION && offered !== undefined) {
    return (
      `speaks protocol version ${excerpt(offered)}, but this harness speaks ${PROTOCOL_VERSION}; ` +
      'use versions of the adapter and of kacs-conformance that fit together'
    );
  }
  const problem = checkHello(result);
  return problem === undefined
    ? asHello(result)
    : `answered hello with a result that does not fit its schema: ${problem}`;
}

function gone(ending: Ending, reason: string): string {
  if (ending.kind !== 'notStarted') {
    return `${reason || endingText(ending)} before it answered hello`;
  }
  switch (ending.code) {
    case 'ENOENT':
      return 'there is no such command or socket; check the path (it is relative to here)';
    case 'EACCES':
      return 'permission denied; is the file executable?';
    case 'ENOEXEC':
      return 'the file cannot be executed; does it start with "#!"?';
    case 'ECONNREFUSED':
      return 'nobody listens there (connection refused)';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'there is no such host';
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `the host does not answer (${ending.reason})`;
    default:
      return `could not be started or reached (${ending.reason})`;
  }
}
