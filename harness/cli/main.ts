#!/usr/bin/env node
/** @module The command `kacs-conformance`. */
import { Command } from 'commander';
import { killAllChildren } from '../adapters/stdio/children.js';
import { VERSION } from '../version.js';
import { addCommands } from './commands.js';
import { commanderLine, guardProcess, reportError } from './ending.js';

/** The program with all its commands. */
function buildProgram(): Command {
  // The commands inherit what is set before they are added.
  const program = new Command('kacs-conformance')
    .description('Certifies implementations of KACS, the Kernel Access Control Subsystem.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(commanderLine(text)) })
    .configureHelp({ sortSubcommands: false });
  addCommands(program);
  return program;
}

guardProcess();
try {
  await buildProgram().parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
} finally {
  killAllChildren();
}
