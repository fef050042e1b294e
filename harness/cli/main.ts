#!/usr/bin/env node
/** @module The command `kacs-conformance`. */
import { Command, CommanderError } from 'commander';
import { AdapterFault } from '../adapters/adapter.js';
import { killAllChildren } from '../adapters/stdio/children.js';
import { UsageError } from '../usage-error.js';
import { VERSION } from '../version.js';
import { addCertify } from './certify-command.js';
import { addClauses } from './clauses-command.js';
import { addFaults } from './faults-command.js';
import { EXIT } from './options.js';
import { addServe } from './serve-command.js';
import { addSpec } from './spec-command.js';
import { harmless } from './terminal.js';

/** The program with all its commands. @internal */
export function buildProgram(): Command {
  const program = new Command('kacs-conformance')
    .description('Certifies implementations of KACS, the Kernel Access Control Subsystem.')
    .version(VERSION)
    .showHelpAfterError('(see --help)')
    .configureHelp({ sortSubcommands: false });
  addCertify(program);
  addClauses(program);
  addFaults(program);
  addSpec(program);
  addServe(program);
  exitOverride(program);
  return program;
}

/** Commander must not end the process by itself: exit codes are ours. */
function exitOverride(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) exitOverride(sub);
}

async function main(): Promise<void> {
  // A reader that has gone (`| head`) is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
  });
  try {
    await buildProgram().parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  } finally {
    killAllChildren();
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const message = harmless(error instanceof Error ? error.message : String(error), 2000);
  if (error instanceof UsageError) {
    process.stderr.write(`kacs-conformance: ${message}\n`);
    return EXIT.usage;
  }
  if (error instanceof AdapterFault) {
    process.stderr.write(`kacs-conformance: adapter: ${message}\n`);
    return EXIT.fault;
  }
  const stack =
    process.env['KACS_DEBUG'] === undefined || !(error instanceof Error) ? '' : error.stack;
  process.stderr.write(
    `kacs-conformance: a fault of the harness: ${message}` +
      `${stack === '' ? ' (KACS_DEBUG=1 shows where)' : `\n${stack ?? ''}`}\n`,
  );
  return EXIT.fault;
}

await main();
