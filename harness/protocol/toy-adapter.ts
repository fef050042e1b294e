/** @module A toy in-process adapter for the self-checks of the protocol; it knows no KACS. */
import { AdapterFault, type Adapter, type Hello, type HelloRequest } from '../adapters/adapter.js';
import { playProgram } from '../program/play.js';
import type { Outcome } from '../program/program.js';

/** What the tests may change about it. @internal */
export interface ToyOptions {
  readonly window?: number;
  readonly programs?: boolean;
  /** Called before each call; what it resolves to delays the call. */
  readonly before?: (op: string, actor: string) => Promise<void>;
}

/** Sessions with rising ids, actors, and nothing else. @internal */
export function toyAdapter(options: ToyOptions = {}): Adapter & { readonly log: string[] } {
  const actors = new Set(['init']);
  const log: string[] = [];
  let sessions = 0;
  let spawned = 0;
  const carryOut = (op: string, actor: string, pid: unknown): Outcome => {
    if (!actors.has(actor)) throw new AdapterFault(`there is no actor ${actor}`);
    log.push(`${actor} ${op}`);
    if (op === 'world.spawn') {
      spawned += 1;
      const name = `p${spawned}`;
      actors.add(name);
      return { kind: 'returned', value: { actor: name, pid: 1000 + spawned } };
    }
    if (op === 'world.exit') {
      actors.delete(actor);
      return { kind: 'returned', value: {} };
    }
    if (op === 'kacs_create_session') {
      sessions += 1;
      return { kind: 'returned', value: { id: `0x${sessions.toString(16)}` } };
    }
    if (op === 'kacs_open_self_token') return { kind: 'returned', value: { handle: 3 } };
    if (op === 'world.close') return { kind: 'returned', value: {} };
    if (op === 'kacs_destroy_empty_session') return { kind: 'returned', value: {} };
    if (op === 'kacs_open_process_token') return { kind: 'returned', value: { handle: 4 } };
    // Whom it spawned is spared.
    if (op === 'world.kill' && Number(pid) > 1000) return { kind: 'returned', value: {} };
    if (op === 'world.kill') return { kind: 'crashed', detail: 'worker died', signal: 'SIGBUS' };
    if (op === 'KACS_IOC_QUERY') {
      return { kind: 'refused', errno: 'ERANGE', number: 34, out: { length: 8, intact: true } };
    }
    return { kind: 'refused', errno: 'ENOSYS', number: 38 };
  };
  const adapter: Adapter & { readonly log: string[] } = {
    log,
    hello: (request: HelloRequest): Promise<Hello> =>
      Promise.resolve({
        protocol: 1,
        name: 'toy',
        version: '1',
        kind: 'process',
        profiles: [request.profile],
        capabilities: ['sessions', 'processes', 'tokens', 'programs'],
        limits: { window: options.window ?? 64, lineBytesMax: 1 << 20 },
      }),
    async call(op, params) {
      await options.before?.(op, params.actor);
      return carryOut(op, params.actor, params['pid']);
    },
    close: () => Promise.resolve(),
  };
  if (options.programs !== false) {
    adapter.runProgram = (steps) => playProgram(steps, (op, params) => adapter.call(op, params));
  }
  return adapter;
}
