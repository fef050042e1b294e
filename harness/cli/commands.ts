/**
 * @module Every command with its options. What carries a command out is loaded when it is asked
 * for:
 * most of it is large.
 */
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { addFuzzCommands } from './fuzz-commands.js';
import { addGuestOptions } from './guest-options.js';
import { collect, DEFAULT_PROFILE, countingNumber, shardOption, wholeNumber } from './options.js';
import type { CertifyFlags } from './certify-command.js';
import type { ClausesFlags } from './clauses-command.js';
import type { DoctorFlags } from './doctor-command.js';
import type { FaultsFlags } from './faults-command.js';
import type { InitFlags } from './init-command.js';
import { addReportCommands } from './report-commands.js';
import type { ServeFlags } from './serve-command.js';
import type { SpecFlags } from './spec-command.js';
import { TARGET_HELP } from './target-help.js';

const RERUNS = 3;
const DEADLINE_S = 10;
const PROFILES = Object.keys(BUILT_IN_PROFILES).join(', ');

/** Adds all commands. @internal */
export function addCommands(program: Command): void {
  addCertify(program);
  addReportCommands(program);
  addFuzzCommands(program);
  addClauses(program);
  addFaults(program);
  addSpec(program);
  addServe(program);
  addDoctor(program);
  addRulings(program);
}

function addCertify(program: Command): void {
  const certify = program
    .command('certify')
    .description('certify an implementation clause by clause and write the reports')
    .option('-a, --adapter <target>', TARGET_HELP, 'reference')
    .option(
      '-p, --profile <profile>',
      `${PROFILES}, auto, or a .yaml file (default: ${DEFAULT_PROFILE}; auto for a kernel)`,
    )
    .addOption(
      new Option('--scope <scope>', 'what is certified: the kernel, or the command logonse')
        .choices(['kernel', 'tool'])
        .default('kernel'),
    )
    .option('--logonse <command>', 'with --scope tool: the command under test (default: ours)')
    .option(
      '-s, --suite <glob>',
      'only cases (AREA/FILE/SLUG) or clauses that match; repeatable',
      collect,
    )
    .option(
      '--shard <i/n>',
      'only the i-th of n parts; `merge` puts their reports together',
      shardOption,
    )
    .option('--waivers <file>', 'known failures and disputed clauses, a .yaml file')
    .option(
      '--sign <key>',
      'sign a certificate of the run with this key, if it fulfils its profile',
    )
    .option('--partial', 'with --sign: certify the part of the profile that the candidate claims')
    .option('--candidate <file>', 'with --sign: a file that it consists of; repeatable', collect)
    .option('-o, --out <folder>', 'where the reports go', join('reports', 'out', 'latest'))
    .option('--seed <n>', 'seed that the adapter gets', wholeNumber, 0)
    .option('--reruns <n>', 'how often a red case is run again, alone', wholeNumber, RERUNS)
    .option('--deadline <seconds>', 'how long one call may take', countingNumber, DEADLINE_S)
    .option('--record <file>', 'record the exchange, to replay with --adapter replay:FILE')
    .option('--list', 'only list the cases, without running them')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'no progress, no summary')
    .action(async (flags: CertifyFlags) => {
      const { run } = await import('./certify-command.js');
      await run(flags);
    });
  addGuestOptions(certify);
}

function addClauses(program: Command): void {
  program
    .command('clauses')
    .description('list every clause of a profile: level, cases, faults, status')
    .argument('[pattern...]', "only clauses or areas that match, as in 'TH-0*' or session-spec")
    .option('-p, --profile <profile>', `${PROFILES}, or a .yaml file`, DEFAULT_PROFILE)
    .addOption(
      new Option('--scope <scope>', 'of the kernel, of the logonse command, or all')
        .choices(['kernel', 'tool', 'all'])
        .default('kernel'),
    )
    .option('--json', 'print one JSON object')
    .option('--quiet', 'only the counts')
    .action(async (patterns: readonly string[], flags: ClausesFlags) => {
      const { run } = await import('./clauses-command.js');
      await run(patterns, flags);
    });
}

function addFaults(program: Command): void {
  program
    .command('faults')
    .description('check that the suites catch every named deviation of the reference')
    .option('-p, --profile <profile>', `${PROFILES}; repeatable, default all`, collect)
    .option('-f, --fault <glob>', 'only these faults; repeatable', collect)
    .option('--changed [revision]', 'only those that changes since a git revision (HEAD) concern')
    .option(
      '--thorough',
      'try a case of every other clause too, to find faults that are too coarse',
    )
    .option('--list', 'only list the faults')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'only the exit code')
    .action(async (flags: FaultsFlags) => {
      const { run } = await import('./faults-command.js');
      await run(flags);
    });
}

function addSpec(program: Command): void {
  const spec = program
    .command('spec')
    .description('decode, check and write token and session specs');
  const add = (name: string, description: string): Command =>
    spec
      .command(name)
      .description(description)
      .option('-p, --profile <profile>', `${PROFILES}, or a .yaml file`, DEFAULT_PROFILE)
      .option('-t, --type <type>', 'token or session (default: by what fits)', specKind);
  const addReader = (name: 'decode' | 'lint' | 'encode', description: string): void => {
    add(name, description)
      .argument('<file>', 'a file, or - for standard input')
      .option('--hex', 'bytes are written as hex text')
      .option('--json', 'print one JSON object')
      .option('--quiet', 'only the exit code')
      .action(async (file: string, flags: SpecFlags) => {
        const { readers } = await import('./spec-command.js');
        readers[name](file, flags);
      });
  };
  addReader('decode', 'show every field with its bytes');
  addReader('lint', 'name everything that is wrong, with the clauses that say so');
  addReader('encode', 'write a spec from YAML or JSON; a name that is not hex is taken as text');
  add('example', 'print a spec in YAML, to change and encode').action(async (flags: SpecFlags) => {
    const { printExample } = await import('./spec-command.js');
    printExample(flags);
  });
}

function specKind(value: string): 'token' | 'session' {
  if (value === 'token' || value === 'session') return value;
  throw new InvalidArgumentError('expected token or session');
}

function addServe(program: Command): void {
  program
    .command('serve')
    .description('speak the adapter protocol on standard input and output, or on a socket')
    .option('-a, --adapter <target>', 'reference, faulty:FAULT or otherwise:LIBERTY', 'reference')
    .option(
      '-p, --profile <profile>',
      `serve this one, whatever the hello asks for: ${PROFILES}, or a .yaml file`,
    )
    .option(
      '--noise <seed>',
      'random ids, foreign sessions, late and reordered answers',
      wholeNumber,
    )
    .option('--listen <address>', 'unix:PATH or tcp:HOST:PORT instead of standard input and output')
    .option('--shared', 'one world for all connections, as long as this runs')
    .option('--window <n>', 'requests worked on at once', countingNumber)
    .option('--no-programs', 'take single calls only')
    .action(async (flags: ServeFlags) => {
      const { run } = await import('./serve-command.js');
      await run(flags);
    });
}

function addDoctor(program: Command): void {
  const adapter = program.command('adapter').description('help for authors of adapters');
  const doctor = adapter
    .command('doctor')
    .description('lead an adapter from its first message to a full run')
    .requiredOption(
      '-a, --adapter <target>',
      'stdio:COMMAND, unix:PATH, tcp:HOST:PORT, linux or qemu',
    )
    .option('-p, --profile <profile>', `${PROFILES}, or a .yaml file (default: ${DEFAULT_PROFILE})`)
    .option('--deadline <seconds>', 'how long one call may take', countingNumber, DEADLINE_S)
    .option('--json', 'print one JSON object')
    .option('--quiet', 'only the exit code')
    .action(async (flags: DoctorFlags) => {
      const { run } = await import('./doctor-command.js');
      await run(flags);
    });
  addGuestOptions(doctor);
  adapter
    .command('init')
    .description('write a commented skeleton of an adapter')
    .argument('[folder]', 'where to', 'kacs-adapter')
    .addOption(
      new Option('--lang <language>', 'in which language')
        .choices(['python', 'c', 'ts'])
        .makeOptionMandatory(),
    )
    .action(async (folder: string, flags: InitFlags) => {
      const { run } = await import('./init-command.js');
      run(folder, flags);
    });
}

function addRulings(program: Command): void {
  program
    .command('rulings')
    .description('write what the candidates of some reports did, by ruling, as Markdown')
    .argument('<report...>', 'report.json files')
    .action(async (files: readonly string[]) => {
      const { run } = await import('./rulings-command.js');
      run(files);
    });
}
