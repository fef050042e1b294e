/** @module `serve` and `adapter doctor`: both ends of the adapter protocol. */
import type { Command } from 'commander';
import type { Adapter, HelloRequest } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { doctor } from '../protocol/doctor.js';
import { withReordering } from '../protocol/reordering.js';
import { serveSocket } from '../protocol/serve-socket.js';
import { serveStream } from '../protocol/serve.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { UsageError } from '../usage-error.js';
import { wholeNumber } from './options.js';
import { localReference } from './targets.js';

interface ServeFlags {
  readonly adapter: string;
  readonly profile?: string;
  readonly noise?: number;
  readonly listen?: string;
  readonly programs: boolean;
  readonly window?: number;
}

/** Adds the commands. @internal */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('speak the adapter protocol on standard input and output, or on a socket')
    .option('-a, --adapter <target>', 'reference or faulty:FAULT', 'reference')
    .option('-p, --profile <profile>', 'serve this profile, whatever the hello asks for')
    .option(
      '--noise <seed>',
      'random ids, foreign sessions, late and reordered answers',
      wholeNumber,
    )
    .option('--listen <address>', 'unix:PATH or tcp:HOST:PORT instead of standard input and output')
    .option('--window <n>', 'requests worked on at once', wholeNumber)
    .option('--no-programs', 'take single calls only')
    .action(serve);
  const adapter = program.command('adapter').description('help for authors of adapters');
  adapter
    .command('doctor')
    .description('lead an adapter from its first message to a full run')
    .requiredOption('-a, --adapter <target>', 'stdio:COMMAND, unix:PATH or tcp:HOST:PORT')
    .option('-p, --profile <profile>', PROFILE_IDS.join(', '), 'learn-0.20')
    .action(async (flags: { adapter: string; profile: string }) => {
      profileOf(flags.profile);
      process.exitCode = await doctor(flags.adapter, flags.profile, (line) => {
        process.stdout.write(`${line}\n`);
      });
    });
}

async function serve(flags: ServeFlags): Promise<void> {
  const fixed = flags.profile === undefined ? undefined : profileOf(flags.profile);
  if (localReference(flags.adapter, fixed ?? profileOf('learn-0.20')) === undefined) {
    throw new UsageError(`cannot serve "${flags.adapter}": expected reference or faulty:FAULT`);
  }
  const options = {
    programs: flags.programs,
    ...(flags.window === undefined ? {} : { window: flags.window }),
  };
  const factory = (request: HelloRequest): Adapter => {
    const profile = fixed ?? profileOf(request.profile);
    const local = localReference(flags.adapter, profile);
    if (local === undefined) throw new UsageError(`cannot serve ${flags.adapter}`);
    const { noise } = flags;
    const reference = new ReferenceAdapter({ ...local, ...(noise === undefined ? {} : { noise }) });
    return noise === undefined ? reference : withReordering(reference, noise);
  };
  if (flags.listen === undefined) {
    await serveStream(factory, process.stdin, process.stdout, options);
    return;
  }
  const server = await serveSocket(factory, flags.listen, options);
  process.stderr.write(`listening on ${server.target}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await server.close();
}
