#!/usr/bin/env node
/**
 * @module The command `logonse`. `--adapter TARGET` or KACS_ADAPTER names the system (default: a
 * demo world of the reference, made anew at each start); KACS_ACTOR names the process that runs
 * it, KACS_PROFILE the profile of the hello.
 */
import { readFileSync } from 'node:fs';
import type { Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { connect } from '../adapters/stdio/connect.js';
import { profileOf } from '../profiles/profile-option.js';
import { oneLine } from '../protocol/excerpt.js';
import { systemReason } from '../write-beside.js';
import { asProcessOf } from './process.js';
import { runLogonse, type ToolIo } from './logonse.js';

const DEMO_SEED = 20;
const PROFILE = process.env['KACS_PROFILE'] ?? 'learn-0.20';

const IO: ToolIo = {
  stdin: () => Uint8Array.from(readFileSync(0)),
  readFile: (path) => {
    try {
      return Uint8Array.from(readFileSync(path));
    } catch (error) {
      throw new Error(systemReason(error), { cause: error });
    }
  },
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
};

/** Takes `--adapter TARGET` out of the words. */
function takeTarget(argv: string[]): string | undefined {
  const at = argv.indexOf('--adapter');
  if (at < 0) return process.env['KACS_ADAPTER'];
  const [, target] = argv.splice(at, 2);
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

process.stdout.on('error', () => undefined);
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `logonse: ${oneLine(error instanceof Error ? error.message : String(error))}\n`,
  );
  process.exitCode = 1;
}
