/** @module What a certificate says, and what verifying it proves and does not, in words. */
import type { Statement } from '../certificate/statement.js';
import type { Key } from '../certificate/keys.js';
import { oneLine } from '../protocol/excerpt.js';
import { fold, paint } from './terminal.js';

const INDENT = 13;
const SHOWN_MAX = 20;

/** Why there is no certificate, a line each. @internal */
export function refusedLines(reasons: readonly string[]): readonly string[] {
  return reasons.map((reason) => `no certificate: ${oneLine(reason, 600)}`);
}

/** What is certified. @internal */
export function statementLines(statement: Statement): readonly string[] {
  const { result, kacsConformance: details } = statement.predicate;
  const { candidate, clauses, profile, scope, run, waivers, disputes } = details;
  const left = clauses.expected - clauses.executed;
  const own = profile === details.basis ? '' : ` (a profile of its own, on ${details.basis})`;
  const extent =
    details.extent === 'complete'
      ? `all of ${profile}${own}`
      : `PART of ${profile}${own}: without ${candidate.unclaimed.slice(0, SHOWN_MAX).join(', ')}`;
  const rows: readonly (readonly [string, string])[] = [
    ['candidate', `${oneLine(candidate.name, 120)} ${oneLine(candidate.version, 40)}`],
    ...statement.subject.map(
      ({ name, digest }) => ['', `${oneLine(name, 80)}: ${digestWords(digest)}`] as const,
    ),
    ['certified', `${extent}, scope ${scope} (${result})`],
    [
      'clauses',
      `${clauses.executed} of ${clauses.expected} executed: ${clauses.passed} passed, ` +
        `${clauses.warned} with a warning, ${clauses.recorded} recorded, ` +
        `${clauses.waived} failed and waived; ${left} not executed, ` +
        `${clauses.excluded} cannot be observed`,
    ],
    ...waivers.map(
      (one) => ['waiver', `${one.match} until ${one.expires}: ${one.reason}`] as const,
    ),
    ...disputes.map((one) => ['disputed', `${one.match}: ${one.reading}`] as const),
    ['run', `${run.startedAt}, ${run.tool}, seed ${run.seed}`],
  ];
  return rows.map(([name, text]) => fold(`  ${name.padEnd(11)}${oneLine(text, 600)}`, INDENT));
}

/** A certificate that holds: what that proves, and what it does not. @internal */
export function validLines(
  { statement, signer }: { readonly statement: Statement; readonly signer: Key },
  compared: {
    readonly report?: string;
    readonly candidate?: readonly string[];
    readonly adapter?: string;
  },
): readonly string[] {
  const { clauses, candidate } = statement.predicate.kacsConformance;
  const { candidate: files = [], adapter } = compared;
  const named = statement.subject
    .filter(({ digest }) => digest['sha256'] !== undefined)
    .map(({ name }) => oneLine(name, 80));
  const atHand = files.length > 0 || adapter !== undefined;
  const proven = [
    `whoever holds the private key of ${signer.id} signed exactly this`,
    ...(compared.report === undefined
      ? []
      : ['the report given is the one that was certified, and says what stands above']),
    ...(atHand ? ['what was given as the candidate is what the certificate names'] : []),
  ];
  const open = [
    'that the run was honest: a signature proves who vouches for it, not that it took place',
    ...(named.length === 0
      ? []
      : [`that ${named.join(', ')} is what ran: the signer named it, the run did not measure it`]),
    ...(compared.report === undefined ? ['anything about a report: give it with --report'] : []),
    ...(atHand ? [] : ['that it is about the candidate at hand: give it with --candidate FILE']),
    ...(candidate.unclaimed.length === 0
      ? []
      : ['anything about what the candidate does not claim']),
    `anything about the ${clauses.excluded + clauses.expected - clauses.executed} clauses that ` +
      'were not executed or cannot be observed, about security, or about what the documents do ' +
      'not mention',
  ];
  const item = (text: string): string => fold(`  - ${text}`, 4);
  return [
    paint('VALID', 'green'),
    ...statementLines(statement),
    ...['This proves', ...proven.map(item), 'It does not prove', ...open.map(item)],
  ];
}

/** A certificate that does not hold. @internal */
export function invalidLine(reason: string): string {
  return fold(`${paint('NOT VALID', 'red')}: ${reason}`, 4);
}

/** Where the keys are, and what to do with them. @internal */
export function keyLines(id: string, privateFile: string, publicFile: string): readonly string[] {
  return [
    `key id       ${id}`,
    `private key  ${privateFile}: keep it; whoever has it signs in your name`,
    `public key   ${publicFile}: hand it out by a way that people trust`,
  ].map((line) => fold(line, INDENT));
}

function digestWords(digest: Readonly<Record<string, string>>): string {
  return Object.entries(digest)
    .map(([algorithm, hex]) => `${algorithm === 'kacsCommand' ? 'command' : algorithm} ${hex}`)
    .join(', ');
}
