/** @module Programs that `npm run` starts: options like those of the commands, errors in one line. */
import { Command, type OptionValues } from 'commander';
import { killAllChildren } from '../adapters/stdio/children.js';
import { commanderLine, reportError } from './ending.js';

/** Reads the options and runs; the exit code is set. @internal */
export async function runScript<T extends OptionValues>(
  name: string,
  options: (script: Command) => Command,
  run: (flags: T, words: readonly string[]) => Promise<void>,
): Promise<void> {
  const script = new Command(name)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(commanderLine(text)) });
  try {
    const { args } = options(script).allowExcessArguments(false).parse();
    await run(script.opts<T>(), args);
  } catch (error) {
    process.exitCode = reportError(error);
  } finally {
    killAllChildren();
  }
}
