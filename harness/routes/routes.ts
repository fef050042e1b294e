/**
 * @module The ways to the reference: in this process, over a child's standard input and output,
 * through the agent, and through the agent in a guest. In the last two the agent's system-call
 * layer asks a reference that is served outside.
 */
import { join } from 'node:path';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { Adapter } from '../adapters/adapter.js';
import { agentProgram } from '../adapters/linux/agent-program.js';
import { callDeadlineMs } from '../adapters/linux/call-deadline.js';
import { debianKernel } from '../adapters/qemu/debian-kernel.js';
import { GuestFactory } from '../adapters/qemu/guest-factory.js';
import { guestOptions } from '../adapters/qemu/guest-options.js';
import { QemuAdapter } from '../adapters/qemu/qemu-adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { openChild } from '../adapters/stdio/child-link.js';
import { ProtocolClient } from '../adapters/stdio/client.js';
import { buildPath } from '../package-root.js';
import { serveSocket } from '../protocol/serve-socket.js';

/** From the shortest to the longest. @internal */
export const ROUTES = ['process', 'stdio', 'agent', 'guest'] as const;

/** @internal */
export type RouteName = (typeof ROUTES)[number];

/** @internal */
export interface RouteOptions {
  readonly profile: Profile;
  /** Where sockets may be made. */
  readonly folder: string;
  /** Guests beside each other. */
  readonly jobs: number;
}

/** A way that is open. @internal */
export interface Route {
  readonly adapter: Adapter;
  close(): Promise<void>;
}

/** A guest is slow, and more so while others work. */
const LIMITS = { deadlineMs: 60_000 } as const;
const WINDOW = 4;

/** Opens one; an Error says what it takes that is not there. @internal */
export function openRoute(name: RouteName, options: RouteOptions): Promise<Route> {
  const { profile } = options;
  switch (name) {
    case 'process':
      return Promise.resolve(closing(new ReferenceAdapter({ profile, window: WINDOW })));
    case 'stdio':
      return Promise.resolve(overStdio(profile));
    case 'agent':
      return throughAgent(options);
    case 'guest':
      return throughGuest(options);
    default:
      return name satisfies never;
  }
}

function closing(adapter: Adapter): Route {
  return { adapter, close: () => adapter.close() };
}

function overStdio({ id }: Profile): Route {
  const main = buildPath('harness', 'cli', 'main.js');
  const serve = ['serve', '--adapter', 'reference', '--profile', id];
  const open = openChild.bind(undefined, [process.execPath, main, ...serve]);
  return closing(new ProtocolClient('stdio', open, LIMITS));
}

async function throughAgent({ profile, folder }: RouteOptions): Promise<Route> {
  const program = agentProgram({ seam: true });
  const socket = join(folder, `${profile.id}-agent`);
  const server = await serveSocket(() => new ReferenceAdapter({ profile }), `unix:${socket}`);
  const deadline = String(callDeadlineMs(LIMITS.deadlineMs));
  const open = openChild.bind(undefined, [program, '--seam', socket, '--deadline', deadline]);
  const adapter = new ProtocolClient('the agent', open, LIMITS);
  return { adapter, close: () => adapter.close().then(() => server.close()) };
}

async function throughGuest({ profile, folder, jobs }: RouteOptions): Promise<Route> {
  const debian = debianKernel();
  if (typeof debian === 'string') throw new Error(debian);
  const program = agentProgram({ seam: true });
  const seam = join(folder, `${profile.id}-guest`);
  const server = await serveSocket(() => new ReferenceAdapter({ profile }), `unix:${seam}`);
  const options = { ...guestOptions({ ...debian, jobs, accel: 'tcg' }), seam, ...LIMITS };
  const factory = new GuestFactory(options, () => Promise.resolve(program));
  const adapter = new QemuAdapter(options, LIMITS, factory);
  return {
    adapter,
    close: async () => {
      await adapter.close();
      factory.close();
      await server.close();
    },
  };
}
