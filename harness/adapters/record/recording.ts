/** @module Writes an exchange with any adapter to a file that {@link replay} answers from. */
import { AdapterFault, type Adapter } from '../adapter.js';
import { RecordingWriter } from './recording-file.js';

/**
 * The same adapter, with hello, every call and every outcome written to `file` in the order of the
 * answers. A file that cannot be written is a UsageError. @public
 */
export function recording(adapter: Adapter, file: string): Adapter {
  const writer = new RecordingWriter(file);
  const recorded: Adapter = {
    async hello(request) {
      const hello = await adapter.hello(request);
      writer.write({ hello, request });
      // What can be run is known only now: a client learns it from the hello.
      if (adapter.runProgram !== undefined) {
        recorded.runProgram = async (steps) => {
          const records = (await adapter.runProgram?.(steps)) ?? [];
          writer.write({ steps, records });
          return records;
        };
      }
      return hello;
    },
    async call(op, params) {
      try {
        const outcome = await adapter.call(op, params);
        writer.write({ op, params, outcome });
        return outcome;
      } catch (error) {
        if (error instanceof AdapterFault) writer.write({ op, params, fault: error.message });
        throw error;
      }
    },
    async close() {
      try {
        await adapter.close();
      } finally {
        writer.close();
      }
    },
  };
  if (adapter.diagnostics) recorded.diagnostics = () => adapter.diagnostics?.() ?? '';
  if (adapter.digest) recorded.digest = () => adapter.digest?.();
  return recorded;
}
