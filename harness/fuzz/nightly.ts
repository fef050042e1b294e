/**
 * @module `npm run fuzz:nightly [-- options of fuzz]`: a time-boxed campaign over all targets, in
 * `reports/out/nightly-DATE/`, with the corpus kept between nights and a summary as Markdown. Fails
 * on a finding that no earlier night had.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagePath } from '../package-root.js';
import { oneLine } from '../protocol/excerpt.js';
import type { Finding } from './finding.js';
import { readFinding } from './finding-file.js';

const OUT = packagePath('reports', 'out');
const CORPUS = join(OUT, 'nightly-corpus');
const DEFAULT_TIME = '30m';

interface Summary {
  readonly executions: number;
  readonly seconds: number;
  readonly clausesReached: number;
  readonly clausesReachable: number;
  readonly seed: number;
  readonly decoder?: { readonly executions: number; readonly coverage: number };
  readonly findings: readonly { readonly signature: string; readonly file: string }[];
}

/** Signatures of all nights before. */
function knownSignatures(except: string): ReadonlySet<string> {
  if (!existsSync(OUT)) return new Set();
  const nights = readdirSync(OUT).filter((name) => name.startsWith('nightly-') && name !== except);
  return new Set(
    nights.flatMap((night) => {
      const folder = join(OUT, night, 'findings');
      return existsSync(folder) ? readdirSync(folder) : [];
    }),
  );
}

function markdown(summary: Summary, night: string, known: ReadonlySet<string>): string {
  const { executions, seconds, clausesReached, clausesReachable, seed, decoder } = summary;
  const findings = summary.findings.map(({ file }) => readFinding(file));
  const fresh = findings.filter(({ signature }) => !known.has(signature));
  const head = ['no new finding', '1 new finding'][fresh.length] ?? `${fresh.length} new findings`;
  return [
    `# Fuzzing, ${night}: ${head}`,
    '',
    `${executions} executions in ${Math.round(seconds)} s, ${clausesReached} of ` +
      `${clausesReachable} clauses reached, seed ${seed}.`,
    ...(decoder === undefined
      ? []
      : [
          `Decoders of the reference: ${decoder.executions} executions, coverage ${decoder.coverage}.`,
        ]),
    '',
    ...(findings.length === 0 ? [] : ['| finding | new | met | steps | replayed | what |', ROW]),
    ...findings.map((finding) => row(finding, !known.has(finding.signature))),
    '',
  ].join('\n');
}

const ROW = '| --- | --- | --- | --- | --- | --- |';

function row({ signature, count, steps, replay, explanation }: Finding, isNew: boolean): string {
  const text = oneLine(explanation, 200).replace(/[|<>&`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const rate = `${replay.same}/${replay.times}`;
  return `| ${signature} | ${isNew ? 'yes' : ''} | ${count} | ${steps} | ${rate} | ${text} |`;
}

const night = `nightly-${new Date().toISOString().slice(0, 10)}`;
const out = join(OUT, night);
const options = process.argv.slice(2);
const time = options.some((one) => one === '--time' || one === '--runs')
  ? []
  : ['--time', DEFAULT_TIME];
mkdirSync(CORPUS, { recursive: true });
const main = join(import.meta.dirname, '..', 'cli', 'main.js');
const again = existsSync(join(out, 'journal.jsonl')) ? ['--resume'] : [];
const { status, stdout } = spawnSync(
  process.execPath,
  [main, 'fuzz', '--json', '--out', out, '--corpus', CORPUS, ...again, ...time, ...options],
  { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
);
if (status === 0 || status === 1) {
  const known = knownSignatures(night);
  const summary = JSON.parse(stdout) as Summary;
  const text = markdown(summary, night, known);
  writeFileSync(join(out, 'summary.md'), text);
  process.stdout.write(text);
  process.exitCode = summary.findings.some(({ signature }) => !known.has(signature)) ? 1 : 0;
} else {
  process.exitCode = status ?? 3;
}
