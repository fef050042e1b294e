/** @module Whether a certificate holds, and what was and what was not compared to find out. */
import { daysLeft } from '../../reports/expiry.js';
import { oneLine } from '../protocol/excerpt.js';
import type { Report } from '../report.js';
import { canonicalJson, canonicalOrNone } from './canonical-json.js';
import { sha256, statementProblem } from './certify-report.js';
import { envelopeFrom, payloadOf, signerOf } from './envelope.js';
import type { Key } from './keys.js';
import { obstacles } from './obstacles.js';
import { statementOf, type Artifact, type Statement } from './statement.js';

/** A certificate, and what it is to be compared with. @internal */
export interface Evidence {
  readonly certificate: Buffer;
  /** Whoever trusts a certificate says whose: a key in the certificate itself proves nothing. */
  readonly keys: readonly Key[];
  readonly report?: { readonly report: Report; readonly bytes: Buffer };
  readonly artifacts: readonly Artifact[];
  /** The digest of the command that is at hand, `sha256:…`. */
  readonly commandDigest?: string;
  readonly today: string;
}

/** @internal */
export type Verification =
  | { readonly valid: true; readonly statement: Statement; readonly signer: Key }
  | { readonly valid: false; readonly reason: string };

/** Verifies; the first thing that is wrong decides. @internal */
export function verifyCertificate(evidence: Evidence): Verification {
  const opened = open(evidence);
  if (typeof opened === 'string') return { valid: false, reason: opened };
  const { statement, signer } = opened;
  const reason =
    expired(statement, evidence) ??
    otherReport(statement, evidence) ??
    otherCandidate(statement, evidence) ??
    otherCommand(statement, evidence);
  return reason === undefined ? { valid: true, statement, signer } : { valid: false, reason };
}

function open({ certificate, keys }: Evidence): { statement: Statement; signer: Key } | string {
  const envelope = envelopeFrom(jsonOf(certificate));
  if (typeof envelope === 'string') return `this is no certificate: ${envelope}`;
  const signer = signerOf(envelope, keys);
  if (signer === undefined) {
    const named = oneLine(envelope.signatures.map(({ keyid }) => keyid || 'no id').join(', '), 200);
    return (
      'no signature is by a key that was given: the certificate was altered, or another key ' +
      `signed it (it names ${named})`
    );
  }
  const payload = payloadOf(envelope);
  const statement = jsonOf(payload);
  const problem = statementProblem(statement);
  if (problem !== undefined) return `what was signed is no certificate of KACS: ${problem}`;
  if (canonicalOrNone(statement) !== payload.toString('utf8')) {
    return 'what was signed is not canonical JSON: two readers could read it differently';
  }
  return { statement: statement as Statement, signer };
}

/** Undefined: no JSON. */
function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function expired(statement: Statement, { today }: Evidence): string | undefined {
  const { waivers } = statement.predicate.kacsConformance;
  const over = waivers.find(({ expires }) => daysLeft(expires, today) < 0);
  if (over === undefined) return undefined;
  return `it rests on the waiver ${over.match}, which expired on ${over.expires}`;
}

/** The report has to be the one that was signed, and say what the certificate says of it. */
function otherReport(statement: Statement, evidence: Evidence): string | undefined {
  if (evidence.report === undefined) return undefined;
  const { report, bytes } = evidence.report;
  const digest = sha256(bytes);
  const [signed] = statement.predicate.configuration;
  if (signed?.digest['sha256'] !== digest) return 'the report is not the one that was certified';
  const partial = statement.predicate.kacsConformance.extent === 'partial';
  const signedOn = report.timing.startedAt.slice(0, 10);
  const [obstacle] = obstacles(report, { partial, today: signedOn });
  if (obstacle !== undefined) return `the report cannot be certified: ${obstacle}`;
  const files = statement.subject.flatMap(({ name, digest: { sha256: hex } }) =>
    hex === undefined ? [] : [{ name, sha256: hex }],
  );
  // A report names its profile; what that says is known to the signer alone.
  const { configuration, kacsConformance: details } = statement.predicate;
  const reading = { basis: details.basis, sha256: configuration[4]?.digest['sha256'] ?? '' };
  if (canonicalOrNone(statementOf(report, digest, files, reading)) === canonicalJson(statement)) {
    return undefined;
  }
  return 'the certificate says something else than the report that it names';
}

function otherCandidate(statement: Statement, { artifacts }: Evidence): string | undefined {
  const certified = statement.subject.map(({ digest }) => digest['sha256']);
  const stray = artifacts.find(({ sha256: hex }) => !certified.includes(hex));
  if (stray === undefined) return undefined;
  return `${oneLine(stray.name, 100)} is not what was certified: its SHA-256 is ${stray.sha256}`;
}

function otherCommand(statement: Statement, { commandDigest }: Evidence): string | undefined {
  if (commandDigest === undefined) return undefined;
  const { commandDigest: certified } = statement.predicate.kacsConformance.candidate;
  if (certified === commandDigest) return undefined;
  return `the command is not what was certified: its digest is ${commandDigest}`;
}
