/** @module How the command ends: one line for every error, and an exit code of the contracts. */
import { CommanderError } from 'commander';
import { AdapterFault } from '../adapters/adapter.js';
import { killAllChildren } from '../adapters/stdio/children.js';
import { oneLine } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { systemReason } from '../write-beside.js';
import { EXIT } from './options.js';

const MESSAGE_MAX = 2000;

/** Says what was wrong, and gives the exit code. @internal */
export function reportError(error: unknown): number {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const message = oneLine(error instanceof Error ? error.message : String(error), MESSAGE_MAX);
  if (error instanceof UsageError) {
    sayError(message);
    return EXIT.usage;
  }
  if (error instanceof AdapterFault) {
    sayError(message);
    return EXIT.fault;
  }
  const debug = process.env['KACS_DEBUG'];
  const stack = error instanceof Error && debug !== undefined && debug !== '' ? error.stack : '';
  sayError(
    `a fault of the harness: ${message}` +
      (stack === undefined || stack === '' ? ' (KACS_DEBUG=1 shows where)' : `\n${stack}`),
  );
  return EXIT.fault;
}

/** One line on standard error. @internal */
export function sayError(message: string): void {
  process.stderr.write(`kacs-conformance: ${message}\n`);
}

/** What commander says about a command line, as one line in our form. @internal */
export function commanderLine(text: string): string {
  const words = text
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `kacs-conformance: ${oneLine(words, MESSAGE_MAX).replace(/\.$/, '')}; --help shows more\n`;
}

/** What goes wrong outside every promise still ends with one line and our exit code. @internal */
export function guardProcess(): void {
  let dataLost = false;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has gone (`| head`) and a terminal that was closed are no errors: the command
    // goes on to its own exit code. A disk that is full is one.
    if (dataLost || error.code === 'EPIPE' || error.code === 'EIO') return;
    dataLost = true;
    sayError(`cannot write to standard output: ${systemReason(error)}`);
  });
  const end = (error: unknown): void => {
    killAllChildren();
    process.exit(reportError(error));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  process.on('exit', (code) => {
    if (dataLost) process.exitCode = EXIT.fault;
    // Node.js ends this way when it waits for something that can no longer happen.
    if (code !== WAITED_IN_VAIN) return;
    sayError('a fault of the harness: an answer is waited for that can no longer come');
    process.exitCode = EXIT.fault;
  });
}

const WAITED_IN_VAIN = 13;
