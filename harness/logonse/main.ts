#!/usr/bin/env node
/**
 * @module The command `logonse`. `--adapter TARGET` or KACS_ADAPTER names the system (default: a
 * demo world of the reference, made anew at each start); KACS_ACTOR names the process that runs
 * it, KACS_PROFILE the profile of the hello.
 */
import type { Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { connect } from '../adapters/stdio/connect.js';
import { profileOf } from '../profiles/profile-option.js';
import { oneLine } from '../protocol/excerpt.js';
import { systemReason } from '../write-beside.js';
import { readBounded } from '../read-bounded.js';
import { UsageError } from '../usage-error.js';
import { asProcessOf } from './process.js';
import { runLogonse, type ToolIo } from './logonse.js';

const DEMO_SEED = 20;
const PROFILE = process.env['KACS_PROFILE'] ?? 'learn-0.20';

/** Far above what the kernel takes, so that its own limit is what refuses. */
const SPEC_BYTES_MAX = 1024 * 1024;

const IO: ToolIo = {
  stdin: () => readSpec('-'),
  readFile: readSpec,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
};

function readSpec(file: string): Uint8Array {
  return Uint8Array.from(readBounded(file, SPEC_BYTES_MAX, 'a session specification'));
}

/** Takes `--adapter TARGET` out of the words. */
function takeTarget(argv: string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--adapter' || word.startsWith('--adapter='));
  if (at < 0) return process.env['KACS_ADAPTER'];
  const [word = '', next] = argv.splice(at, argv[at] === '--adapter' ? 2 : 1);
  const target = word === '--adapter' ? next : word.slice('--adapter='.length);
  if (target === undefined || target === '') {
    throw new UsageError('--adapter needs a target; logonse --help shows more');
  }
  return target;
}

function openAdapter(target: string | undefined): Adapter {
  if (target !== undefined && target !== 'reference') return connect(target);
  return new ReferenceAdapter({ profile: profileOf(PROFILE), noise: DEMO_SEED });
}

async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  const adapter = openAdapter(takeTarget(argv));
  try {
    await adapter.hello({ protocol: 1, profile: PROFILE, seed: 0 });
    const parent = process.env['KACS_ACTOR'] ?? 'init';
    return await asProcessOf(adapter, parent, (call) => runLogonse(argv, call, IO));
  } finally {
    await adapter.close();
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has gone (`| head`) has what it wanted; a disk that is full is a failure.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`logonse: cannot write the output: ${systemReason(error)}\n`);
  process.on('exit', () => (process.exitCode = 1));
});
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `logonse: ${oneLine(error instanceof Error ? error.message : String(error))}\n`,
  );
  process.exitCode = 1;
}
