/** @module `certificate …`: keys, signed certificates of runs, and whether they hold. */
import { existsSync, rmSync } from 'node:fs';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { commandDigest } from '../adapters/stdio/digest.js';
import { splitWords } from '../adapters/stdio/command-line.js';
import { artifactOf } from '../certificate/artifact.js';
import { certifyReport, type Certification } from '../certificate/certify-report.js';
import { newKeyPair, readPrivateKey, readPublicKey, type Key } from '../certificate/keys.js';
import type { Artifact, Statement } from '../certificate/statement.js';
import { verifyCertificate } from '../certificate/verify.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { builtInProfile, profileOf } from '../profiles/profile-option.js';
import { oneLine } from '../protocol/excerpt.js';
import { fileName, readBounded } from '../read-bounded.js';
import { readReportBytes } from '../report-file.js';
import type { Report } from '../report.js';
import { UsageError } from '../usage-error.js';
import { writeFresh, writeWhole } from '../write-beside.js';
import { dayOf } from '../../reports/expiry.js';
import {
  invalidLine,
  keyLines,
  refusedLines,
  statementLines,
  validLines,
} from './certificate-words.js';
import { sayError } from './ending.js';
import { EXIT } from './options.js';

const PRIVATE_MODE = 0o600;
const PUBLIC_MODE = 0o644;
const CERTIFICATE_BYTES_MAX = 64 * 1024 * 1024;

/** @internal */
export interface KeygenFlags {
  readonly out: string;
  readonly quiet?: boolean;
}

/** @internal */
export interface SignFlags {
  readonly key: string;
  readonly out?: string;
  readonly candidate?: readonly string[];
  readonly profile?: string;
  readonly partial?: boolean;
  readonly quiet?: boolean;
}

/** @internal */
export interface VerifyFlags {
  readonly key: readonly string[];
  readonly report?: string;
  readonly candidate?: readonly string[];
  readonly adapter?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Writes a pair of keys; none is ever written over. @internal */
export function keygen(flags: KeygenFlags): void {
  if (/(?:^|\/)$/.test(flags.out)) {
    throw new UsageError('--out needs the name of both files, as in "--out vendor"');
  }
  const { privatePem, publicPem, id } = newKeyPair();
  const [privateFile, publicFile] = [`${flags.out}.key`, `${flags.out}.pub`];
  const taken = [privateFile, publicFile].find((file) => existsSync(file));
  if (taken !== undefined) {
    throw new UsageError(`${fileName(taken)} is there already: a key is never written over`);
  }
  writeFresh(privateFile, privatePem, PRIVATE_MODE);
  try {
    writeFresh(publicFile, publicPem, PUBLIC_MODE);
  } catch (error) {
    // Half a pair is in the way of the next one.
    rmSync(privateFile, { force: true });
    throw error;
  }
  if (flags.quiet === true) return;
  const lines = keyLines(id, fileName(privateFile), fileName(publicFile));
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Signs a certificate of a report. @internal */
export async function sign(file: string, flags: SignFlags): Promise<void> {
  const key = readPrivateKey(flags.key);
  const artifacts = (flags.candidate ?? []).map(artifactOf);
  const { report, bytes } = readReportBytes(file);
  if (flags.profile === undefined && builtInProfile(report.profile) === undefined) {
    throw new UsageError(
      `the profile ${oneLine(report.profile, 80)} of the report is not built in: give its file ` +
        'with --profile',
    );
  }
  const profile = profileOf(flags.profile ?? report.profile);
  const { partial = false } = flags;
  const made = await certificationOf(report, bytes, { key, artifacts, profile, partial });
  deliver(made, flags.out ?? certificateBeside(file), flags);
}

/** What `certify --sign` and `certificate sign` have in common. @internal */
export async function certificationOf(
  report: Report,
  bytes: Buffer,
  request: {
    readonly key: Key;
    readonly artifacts: readonly Artifact[];
    readonly profile: Profile;
    readonly partial?: boolean;
  },
): Promise<Certification> {
  const { key, artifacts, profile, partial = false } = request;
  const { selectCases } = await import('./selection.js');
  const cases = selectCases(profile, catalogueOf(profile, report.scope), []);
  const today = dayOf(new Date());
  return certifyReport({ report, bytes, profile, cases, artifacts, key, partial, today });
}

/** Writes the certificate, or says why there is none. @internal */
export function deliver(
  made: Certification,
  out: string,
  flags: { readonly quiet?: boolean },
): Statement | undefined {
  if ('refused' in made) {
    for (const line of refusedLines(made.refused)) sayError(line);
    // A run that was cut short has said more already.
    process.exitCode = process.exitCode === EXIT.fault ? EXIT.fault : EXIT.findings;
    return undefined;
  }
  writeWhole(out, made.certificate);
  if (flags.quiet !== true) {
    const lines = [`certificate  ${fileName(out)}`, ...statementLines(made.statement)];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return made.statement;
}

/** Verifies a certificate. @internal */
export function verify(file: string, flags: VerifyFlags): void {
  const verification = verifyCertificate({
    certificate: readBounded(file, CERTIFICATE_BYTES_MAX, 'a certificate'),
    keys: flags.key.map(readPublicKey),
    ...(flags.report === undefined ? {} : { report: readReportBytes(flags.report) }),
    artifacts: (flags.candidate ?? []).map(artifactOf),
    ...(flags.adapter === undefined ? {} : { commandDigest: digestOfTarget(flags.adapter) }),
    today: dayOf(new Date()),
  });
  process.exitCode = verification.valid ? EXIT.ok : EXIT.findings;
  if (flags.json === true) {
    const object = verification.valid
      ? { valid: true, signer: verification.signer.id, statement: verification.statement }
      : verification;
    process.stdout.write(`${JSON.stringify(object)}\n`);
  } else if (flags.quiet !== true) {
    const lines = verification.valid
      ? validLines(verification, flags)
      : [invalidLine(verification.reason)];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

function digestOfTarget(target: string): string {
  if (!target.startsWith('stdio:')) {
    throw new UsageError('--adapter compares a command: expected stdio:COMMAND');
  }
  const [file, ...args] = splitWords(target.slice('stdio:'.length));
  const digest = file === undefined ? undefined : commandDigest([file, ...args]);
  if (digest === undefined) throw new UsageError(`cannot read the command of ${fileName(target)}`);
  return digest;
}

function certificateBeside(report: string): string {
  return report.replace(/(?:\.json)?$/, '.certificate.json');
}
