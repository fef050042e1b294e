/**
 * @module What it takes to look at a crash of a guest again, in one folder per case: a script that
 * boots and replays, for people and for `git bisect run`, what the console showed, the Program.
 */
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { wireOf, type Wire } from '../../reference/wire/wire.js';
import type { Adapter } from '../adapters/adapter.js';
import { fateName, fateText } from '../adapters/qemu/fate.js';
import type { GuestFlags } from '../adapters/qemu/guest-options.js';
import { QemuAdapter, type GuestDeath } from '../adapters/qemu/qemu-adapter.js';
import type { CaseReport, Report } from '../report.js';
import { prepareFolder } from '../write-beside.js';
import { sayError } from './ending.js';
import { guestScript } from './guest-script.js';
import { programText } from './program-text.js';

/** The folder of the bundles, inside that of the reports. */
const BUNDLES = 'guests';

const FILES = ['run.sh', 'console.txt', 'program.json', 'program.txt', 'digests.json'] as const;
/** A kernel that dies of everything is understood sooner. */
const BUNDLES_MAX = 50;
/** So much of what a fate says identifies it. */
const FATE_PART = 160;

/** What a bundle is made from. */
interface BundleContext {
  readonly report: Report;
  readonly adapter: QemuAdapter;
  readonly wire: Wire;
  readonly guest: GuestFlags;
  readonly out: string;
}

/** Keeps what guests died of, and says where. @internal */
export function keepGuests(
  report: Report,
  adapter: Adapter,
  profile: Profile,
  flags: GuestFlags & { readonly out: string; readonly quiet?: boolean },
): void {
  if (!(adapter instanceof QemuAdapter)) return;
  const wire = wireOf(profile);
  const folders = writeBundles({ report, adapter, wire, guest: flags, out: flags.out });
  if (folders.length === 0 || flags.quiet === true) return;
  const cases = folders.length === 1 ? 'case' : 'cases';
  sayError(
    `${folders.length} ${cases} brought a guest down: ${join(flags.out, BUNDLES)} has, for each, its ` +
      'console and a script that boots and repeats it',
  );
}

/** Writes a folder for each case that brought a guest down; returns the folders. */
function writeBundles(context: BundleContext): readonly string[] {
  const { report, adapter, out } = context;
  removeOld(join(out, BUNDLES));
  const written: string[] = [];
  for (const result of report.results) {
    const death = deathOf(result, adapter.deaths);
    if (death === undefined || written.length >= BUNDLES_MAX) continue;
    const folder = join(out, BUNDLES, `${fateName(death.fate)}-${result.id.replaceAll('/', '-')}`);
    prepareFolder(folder, FILES).write({
      'run.sh': script(context, result),
      'console.txt': `${death.console}\n`,
      'program.json': `${JSON.stringify(result.program ?? null, null, 2)}\n`,
      'program.txt': programText(result.id, result, context.wire),
      'digests.json': `${JSON.stringify(digests(context, death), null, 2)}\n`,
    } satisfies Record<(typeof FILES)[number], string>);
    chmodSync(join(folder, 'run.sh'), 0o755);
    written.push(folder);
  }
  return written;
}

/** Those of an earlier run into the same folder would be taken for this one's. */
function removeOld(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const ours = FILES.every((file) => existsSync(join(folder, name, file)));
    if (ours) rmSync(join(folder, name), { recursive: true });
  }
}

/** The last death that a failure of this case tells of. */
function deathOf(result: CaseReport, deaths: readonly GuestDeath[]): GuestDeath | undefined {
  const told = (result.failures ?? []).map(({ actual }) => actual).join('\n');
  return deaths.findLast(({ fate }) => told.includes(fateText(fate).slice(0, FATE_PART)));
}

function script({ report, guest }: BundleContext, { id }: CaseReport): string {
  return guestScript(guest, {
    what: ['runs the one case', 'it passes', 'it fails'],
    before: ['out=$(mktemp -d) || exit 125', 'trap \'rm -rf "$out"\' EXIT'],
    command: 'certify',
    words: ['--profile', report.profile, '--suite', id, '--seed', String(report.seed)],
    after: '--out "$out" --quiet',
  });
}

function digests({ report, adapter }: BundleContext, { fate }: GuestDeath): object {
  return {
    fate: fateText(fate),
    ...adapter.origin(),
    suite: report.digests.suite,
    profile: report.profile,
    tool: `${report.tool.name} ${report.tool.version}`,
  };
}
