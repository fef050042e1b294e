/** @module `serve`: the reference behind the adapter protocol. */
import type { Adapter, HelloRequest } from '../adapters/adapter.js';
import { sharedView } from '../adapters/shared-view.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { excerpt } from '../protocol/excerpt.js';
import { withReordering } from '../protocol/reordering.js';
import { serveSocket } from '../protocol/serve-socket.js';
import { serveStream } from '../protocol/serve.js';
import { builtInProfile, profileOf } from '../profiles/profile-option.js';
import { UsageError } from '../usage-error.js';
import { DEFAULT_PROFILE } from './options.js';
import { localReference } from './targets.js';

/** @internal */
export interface ServeFlags {
  readonly adapter: string;
  readonly profile?: string;
  readonly noise?: number;
  readonly listen?: string;
  readonly shared?: boolean;
  readonly programs: boolean;
  readonly window?: number;
}

/** Carries the command out. @internal */
export async function run(flags: ServeFlags): Promise<void> {
  const fixed = flags.profile === undefined ? undefined : profileOf(flags.profile);
  const fresh = factoryOf(flags, fixed);
  // What is wrong with the command line comes out before anybody connects.
  fresh({ protocol: 1, profile: DEFAULT_PROFILE, seed: 0 });
  const factory = flags.shared === true ? shared(fresh) : fresh;
  const options = {
    programs: flags.programs,
    ...(flags.window === undefined ? {} : { window: flags.window }),
  };
  if (flags.listen === undefined) {
    await serveStream(factory, process.stdin, process.stdout, options);
    return;
  }
  const server = await serveSocket(factory, flags.listen, options);
  process.stderr.write(`listening on ${server.target}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
  await server.close();
}

/** Every connection finds the world of the first. */
function shared(fresh: (request: HelloRequest) => Adapter): (request: HelloRequest) => Adapter {
  let first: { readonly profile: string; readonly world: Adapter } | undefined;
  return (request) => {
    first ??= { profile: request.profile, world: fresh(request) };
    const { profile, world } = first;
    if (request.profile !== profile) {
      throw new UsageError(
        `the shared world is of ${profile}: ask for that profile, not ${excerpt(request.profile)}`,
      );
    }
    return sharedView(world, (asked) => world.hello(asked));
  };
}

function factoryOf(
  { adapter, noise }: ServeFlags,
  fixed: ReturnType<typeof builtInProfile>,
): (request: HelloRequest) => Adapter {
  return (request) => {
    // Only built-in ones: no file is read because a message asks for it.
    const profile = fixed ?? builtInProfile(request.profile);
    if (profile === undefined) {
      throw new UsageError(
        `the profile ${excerpt(request.profile)} is not built in: start serve with --profile FILE`,
      );
    }
    const local = localReference(adapter, profile);
    if (local === undefined) {
      throw new UsageError(
        `cannot serve ${excerpt(adapter)}: expected reference, faulty:FAULT or otherwise:LIBERTY`,
      );
    }
    const reference = new ReferenceAdapter({ ...local, ...(noise === undefined ? {} : { noise }) });
    return noise === undefined ? reference : withReordering(reference, noise);
  };
}
