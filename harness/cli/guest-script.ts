/** @module The script that boots a kernel and tries one thing again, as `git bisect run` takes it. */
import { resolve } from 'node:path';
import { guestWords, type GuestFlags } from '../adapters/qemu/guest-options.js';

/** @internal */
export interface ScriptParts {
  /** What is done, and what exit codes 0 and 1 say of it. */
  readonly what: readonly [done: string, good: string, bad: string];
  /** Lines before the command. */
  readonly before: readonly string[];
  readonly command: string;
  /** Words of the command, to be quoted. */
  readonly words: readonly string[];
  /** The last words, as the shell takes them. */
  readonly after: string;
}

/** A script for sh; it may be started anywhere. @internal */
export function guestScript(guest: GuestFlags, parts: ScriptParts): string {
  const { kernel = '', ...rest } = guest;
  const [done, good, bad] = parts.what;
  const words = [...guestWords(absolute(rest)), ...parts.words];
  return [
    '#!/bin/sh',
    `# Boots a kernel and ${done}. Exit code, as git bisect run takes it: 0 ${good},`,
    `# 1 ${bad}, 125 the kernel cannot be judged (it does not boot, it is not a KACS kernel).`,
    '# Usage: run.sh [KERNEL]; KACS_CONFORMANCE is the command, if it is not found by npx.',
    'set -u',
    `kernel=\${1:-${quoted(resolve(kernel))}}`,
    ...parts.before,
    `\${KACS_CONFORMANCE:-npx kacs-conformance} ${parts.command} --adapter qemu --kernel "$kernel" \\`,
    ...(words.length === 0 ? [] : [`  ${words.map(quoted).join(' ')} \\`]),
    `  ${parts.after}`,
    'case $? in 0) exit 0 ;; 1) exit 1 ;; *) exit 125 ;; esac',
    '',
  ].join('\n');
}

/** Files by their whole paths. */
function absolute(guest: GuestFlags): GuestFlags {
  const { initrd, modules, systemMap, agent, jobs: _, ...rest } = guest;
  const files = { initrd, modules, systemMap, agent };
  const named = Object.entries(files).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, resolve(path)] as const],
  );
  return { ...rest, ...Object.fromEntries(named) };
}

function quoted(word: string): string {
  return /^[\w./:=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
