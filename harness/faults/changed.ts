/**
 * @module The faults that a change in the work tree concerns: those written in a file that differs
 * from a git base, and those whose clauses a suite asserts that differs from it.
 */
import { spawnSync } from 'node:child_process';
import type { Suite } from '../../suites/language/suite.js';
import { packagePath } from '../package-root.js';
import { excerpt } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import type { AnyFault } from './all-faults.js';

/** What a change concerns. @internal */
export interface Concerned {
  readonly faults: readonly AnyFault[];
  /** Files that differ and that every fault depends on. */
  readonly shared: readonly string[];
}

const FAULT_FILE = /^(?:reference\/faults\/[\w-]+\.faults|harness\/logonse\/faults)\.ts$/;
const SUITE_FILE = /^suites\/([\w-]+)\/(?:([\w-]+)\.suite|[\w-]+)\.ts$/;
/** Where the kill run's own parts lie; tests and generated lists change nothing in it. */
const SHARED_FILE = /^(?:reference|suites|harness\/(?:adapters|judge|program|runner|faults))\//;
const OUTSIDE = /\.(?:test|fixture)\.ts$|^(?:reference\/faults|suites)\/index\.ts$/;

/** The faults among `faults` that the work tree's difference from `base` concerns. @internal */
export async function changedFaults(
  faults: readonly AnyFault[],
  suites: readonly Suite[],
  base: string,
): Promise<Concerned> {
  return concerned(changedFiles(base), faults, suites, faultIdsOf);
}

/** The same for a list of files; `idsOf` names the faults of a file. @internal */
export async function concerned(
  files: readonly string[],
  faults: readonly AnyFault[],
  suites: readonly Suite[],
  idsOf: (file: string) => Promise<readonly string[]>,
): Promise<Concerned> {
  const own = files.filter((file) => FAULT_FILE.test(file));
  const ids = new Set((await Promise.all(own.map(idsOf))).flat());
  const touched = suites.filter((suite) => files.some((file) => concernsSuite(file, suite)));
  const clauses = new Set<string>(touched.flatMap(clausesOf));
  return {
    faults: faults.filter(
      ({ id, breaks }) => ids.has(id) || breaks.some((clause) => clauses.has(clause)),
    ),
    shared: files.filter(isShared),
  };
}

/** A helper beside the suites of an area concerns all of them. */
function concernsSuite(path: string, { area, file }: Suite): boolean {
  const [, folder, name] = SUITE_FILE.exec(path) ?? [];
  return folder === area && (name === undefined || name === file);
}

function clausesOf({ cases }: Suite): readonly string[] {
  const steps = cases
    .flatMap((one) => one.steps)
    .flatMap((step) => ('par' in step ? step.par.flat() : [step]));
  return steps.flatMap(({ expect }) => (expect ?? []).flatMap(({ clause }) => clause ?? []));
}

function isShared(file: string): boolean {
  if (OUTSIDE.test(file) || FAULT_FILE.test(file)) return false;
  const [, area] = SUITE_FILE.exec(file) ?? [];
  return area === undefined || area === 'language' ? SHARED_FILE.test(file) : false;
}

/** Reads which faults a file exports. */
async function faultIdsOf(file: string): Promise<readonly string[]> {
  const url = new URL(`../../${file.replace(/\.ts$/, '.js')}`, import.meta.url);
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = (await import(url.href)) as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return [];
    throw error;
  }
  const lists = Object.values(exported).filter((value) => Array.isArray(value));
  return lists.flat().flatMap((value: unknown) => {
    const { id } = value as { readonly id?: unknown };
    return typeof id === 'string' ? [id] : [];
  });
}

/** Every file that differs from the base or that git does not know yet. */
function changedFiles(base: string): readonly string[] {
  if (git('ls-files', '--error-unmatch', 'package.json') === undefined) {
    throw new UsageError(
      '--changed compares with git, and this package is not in a git checkout: ' +
        'leave the option out, or choose faults with --fault',
    );
  }
  const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`);
  if (commit === undefined) {
    throw new UsageError(`git knows no revision ${excerpt(base)} to compare with`);
  }
  const differing = git('diff', '--name-only', '--relative', '-z', commit.trim(), '--') ?? '';
  const unknown = git('ls-files', '--others', '--exclude-standard', '-z') ?? '';
  return [...new Set(`${differing}${unknown}`.split('\0'))].filter((file) => file !== '');
}

/** What git prints about the package's folder; undefined if it fails or is not there. */
function git(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', packagePath('.'), ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return status === 0 ? stdout : undefined;
}
