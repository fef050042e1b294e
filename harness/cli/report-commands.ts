/** @module The commands about reports: merge, report, diff, waivers, certificate. */
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import type { KeygenFlags, SignFlags, VerifyFlags } from './certificate-command.js';
import type { FinishFlags } from './finish-report.js';
import { collect } from './options.js';
import { FORMATS, type DiffFlags, type ReportFlags } from './report-formats.js';
import type { AddFlags, LintFlags } from './waivers-command.js';

/** Adds them. @internal */
export function addReportCommands(program: Command): void {
  addMerge(program);
  addReport(program);
  addDiff(program);
  addWaivers(program);
  addCertificate(program);
}

function addMerge(program: Command): void {
  program
    .command('merge')
    .description('put the reports of all parts of a run (certify --shard) together')
    .argument('<report...>', 'report.json files')
    .option('-o, --out <folder>', 'where the reports go', join('reports', 'out', 'latest'))
    .option('--json', 'print one JSON object')
    .option('--quiet', 'no summary')
    .action(async (files: readonly string[], flags: FinishFlags) => {
      const { run } = await import('./merge-command.js');
      run(files, flags);
    });
}

function addReport(program: Command): void {
  program
    .command('report')
    .description('write a report in another format')
    .argument('<report>', 'a report.json')
    .addOption(
      new Option('-t, --to <format>', 'the format').choices(FORMATS).makeOptionMandatory(true),
    )
    .option(
      '--beside <report>',
      'the report of an independent candidate: failures in common make the suite suspect; ' +
        'repeatable',
      collect,
    )
    .option('--baseline <report>', 'with --to html: an earlier report, to compare with in the page')
    .option('-o, --out <file>', 'write there (default: standard output)')
    .action(async (file: string, flags: ReportFlags) => {
      const { renderReport } = await import('./report-command.js');
      renderReport(file, flags);
    });
}

function addDiff(program: Command): void {
  program
    .command('diff')
    .description('say what changed from one report to another, and what can be compared')
    .argument('<before>', 'a report.json')
    .argument('<after>', 'a later one, or that of another candidate')
    .addOption(
      new Option('--fail-on <what>', 'exit with 1 if there are any').choices(['new-failures']),
    )
    .option('--markdown', 'print Markdown')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'only the exit code')
    .action(async (before: string, after: string, flags: DiffFlags) => {
      const { diffReports } = await import('./report-command.js');
      diffReports(before, after, flags);
    });
}

function addWaivers(program: Command): void {
  const waivers = program.command('waivers').description('known failures and disputed clauses');
  waivers
    .command('lint')
    .description('say what is wrong with a file of waivers, or soon will be')
    .argument('<file>', 'the .yaml file')
    .option('--report <report>', 'check it against a report.json too')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'only the exit code')
    .action(async (file: string, flags: LintFlags) => {
      const { lint } = await import('./waivers-command.js');
      lint(file, flags);
    });
  waivers
    .command('add')
    .description('add waivers for cases that fail in a report')
    .argument('<file>', 'the .yaml file; made if it is not there')
    .argument('<pattern...>', 'cases (AREA/FILE/SLUG) or clauses')
    .requiredOption('--report <report>', 'the report.json that shows them failing')
    .requiredOption('--reason <text>', 'why they are put up with')
    .requiredOption('--owner <name>', 'who answers for it')
    .requiredOption('--expires <day>', 'the last day on which they hold, YYYY-MM-DD')
    .option('--link <url>', 'where it is followed up')
    .option('--quiet', 'print nothing')
    .action(async (file: string, patterns: readonly string[], flags: AddFlags) => {
      const { add } = await import('./waivers-command.js');
      add(file, patterns, flags);
    });
}

function addCertificate(program: Command): void {
  const certificate = program
    .command('certificate')
    .description('signed certificates of runs, made and verified offline');
  certificate
    .command('keygen')
    .description('make a pair of Ed25519 keys: NAME.key to sign with, NAME.pub to hand out')
    .option('-o, --out <name>', 'the name of both files, without extension', 'kacs-certificate')
    .option('--quiet', 'print nothing')
    .action(async (flags: KeygenFlags) => {
      const { keygen } = await import('./certificate-command.js');
      keygen(flags);
    });
  certificate
    .command('sign')
    .description('certify the run of a report, if it fulfils its profile')
    .argument('<report>', 'the report.json of certify or merge')
    .requiredOption('-k, --key <file>', 'the private key')
    .option('-c, --candidate <file>', 'a file that the candidate consists of; repeatable', collect)
    .option('-p, --profile <file>', 'the .yaml file, if the run had a profile of its own')
    .option('--partial', 'certify the part of the profile that the candidate claims')
    .option('-o, --out <file>', 'where it goes (default: beside the report)')
    .option('--quiet', 'print nothing')
    .action(async (file: string, flags: SignFlags) => {
      const { sign } = await import('./certificate-command.js');
      await sign(file, flags);
    });
  addVerify(certificate);
}

function addVerify(certificate: Command): void {
  certificate
    .command('verify')
    .description('say whether a certificate holds, what that proves, and what it does not')
    .argument('<certificate>', 'the .certificate.json')
    .requiredOption('-k, --key <file>', 'a public key that is trusted; repeatable', collect)
    .option('-r, --report <report>', 'compare the report.json too')
    .option('-c, --candidate <file>', 'compare a file of the candidate too; repeatable', collect)
    .option('-a, --adapter <target>', 'compare the command of the run too, as stdio:COMMAND')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'only the exit code')
    .action(async (file: string, flags: VerifyFlags) => {
      const { verify } = await import('./certificate-command.js');
      verify(file, flags);
    });
}
