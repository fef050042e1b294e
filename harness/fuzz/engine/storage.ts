/**
 * @module What a campaign keeps on disk: a journal that only grows, statistics for plots, findings
 * and corpus. Whatever the disk says no to is one kind of fault, and stops the campaign.
 */
import {
  appendFileSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { AdapterFault } from '../../adapters/adapter.js';
import type { Program } from '../../program/program.js';
import { oneLine } from '../../protocol/excerpt.js';
import { readText } from '../../read-bounded.js';
import { beside, makeFolders, prepareFolder, systemReason } from '../../write-beside.js';
import { addInput } from '../corpus/folder.js';
import { FINDING_SCHEMA, type Finding } from '../finding.js';
import { readFinding } from '../finding-file.js';
import type { NewFinding } from './messages.js';

/** The disk took nothing more: exit code 3. @internal */
export class StorageFault extends AdapterFault {}

/** A line of the journal. @internal */
export interface JournalEntry {
  readonly t:
    'start' | 'resume' | 'found' | 'seen' | 'input' | 'worker' | 'decoder' | 'stats' | 'end';
  readonly at: string;
  readonly [key: string]: unknown;
}

/** @internal */
export class Storage {
  readonly folder: string;
  readonly corpus: string;
  readonly findings = new Map<string, Finding>();
  /** Findings whose counts on disk are behind. */
  private readonly behind = new Set<string>();

  constructor(folder: string, corpus: string) {
    this.folder = folder;
    this.corpus = corpus;
    prepareFolder(folder, ['report.html', 'journal.jsonl', 'stats.jsonl']);
    prepareFolder(corpus, [], 'choose another with --corpus');
    this.guarded(() => {
      makeFolders(join(folder, 'findings'));
    });
  }

  /** Adds to the journal; what is written there survives whatever ends the campaign. */
  note(t: JournalEntry['t'], more: Readonly<Record<string, unknown>> = {}): void {
    const entry: JournalEntry = { t, at: new Date().toISOString(), ...more };
    this.append('journal.jsonl', entry);
  }

  /** Adds a point for plots. */
  plot(point: Readonly<Record<string, unknown>>): void {
    this.append('stats.jsonl', point);
  }

  /** Stores a finding that is new. */
  add(found: NewFinding, waived: string | undefined): Finding {
    const now = new Date().toISOString();
    const finding: Finding = {
      schema: FINDING_SCHEMA,
      ...found,
      firstSeen: now,
      lastSeen: now,
      count: 1,
      ...(waived === undefined ? {} : { waived }),
    };
    this.findings.set(finding.signature, finding);
    this.write(finding);
    this.note('found', { signature: finding.signature, kind: finding.kind });
    return finding;
  }

  /** Counts a finding that was met again; written a little later. */
  meet(signature: string, times: number): void {
    const finding = this.findings.get(signature);
    if (finding === undefined) return;
    const lastSeen = new Date().toISOString();
    this.findings.set(signature, { ...finding, lastSeen, count: finding.count + times });
    this.behind.add(signature);
  }

  /** Brings the counts on disk up to date. */
  flush(): void {
    for (const signature of this.behind) {
      const finding = this.findings.get(signature);
      if (finding !== undefined) this.write(finding);
    }
    this.behind.clear();
  }

  keepInput(target: string, program: Program): void {
    this.guarded(() => {
      addInput(this.corpus, target, program);
    });
  }

  /** The file of a finding. */
  fileOf(signature: string): string {
    return join(this.folder, 'findings', signature, 'finding.json');
  }

  /** What an earlier campaign left; files that are no findings are left alone and counted. */
  load(): { readonly executions: number; readonly resumes: number; readonly garbage: number } {
    let garbage = 0;
    const folder = join(this.folder, 'findings');
    for (const name of readdirSync(folder)) {
      try {
        const finding = readFinding(join(folder, name, 'finding.json'));
        this.findings.set(finding.signature, finding);
      } catch {
        garbage += 1;
      }
    }
    const entries = readJournal(this.folder);
    const executions = entries.reduce((most, entry) => {
      const { executions: counted } = entry;
      return Number.isSafeInteger(counted) ? Math.max(most, Number(counted)) : most;
    }, 0);
    return { executions, resumes: entries.filter(({ t }) => t === 'resume').length, garbage };
  }

  /** A file of its own, whole or not there. */
  writeFile(name: string, text: string): void {
    this.guarded(() => {
      put(join(this.folder, name), text);
    });
  }

  private write(finding: Finding): void {
    const path = this.fileOf(finding.signature);
    this.guarded(() => {
      makeFolders(join(path, '..'));
      put(path, `${JSON.stringify(finding, null, 1)}\n`);
    });
  }

  private append(name: string, value: object): void {
    this.guarded(() => {
      appendFileSync(join(this.folder, name), `${JSON.stringify(value)}\n`);
    });
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      const where = oneLine(this.folder, 200);
      throw new StorageFault(
        `cannot write to ${where}: ${systemReason(error)}; the campaign ends, and what was ` +
          'recorded before is there',
      );
    }
  }
}

function put(path: string, text: string): void {
  try {
    writeFileSync(beside(path), text);
    renameSync(beside(path), path);
  } catch (error) {
    rmSync(beside(path), { force: true });
    throw error;
  }
}

/** A campaign of a week writes a few MiB. */
const JOURNAL_BYTES_MAX = 256 * 1024 * 1024;

/** The journal of a folder; a last line that was cut off is left out. @internal */
export function readJournal(folder: string): readonly JournalEntry[] {
  const path = join(folder, 'journal.jsonl');
  if (!existsSync(path)) return [];
  return readText(path, JOURNAL_BYTES_MAX, 'the journal of a campaign')
    .split('\n')
    .flatMap((line): JournalEntry[] => {
      try {
        const entry = line === '' ? undefined : (JSON.parse(line) as unknown);
        return isEntry(entry) ? [entry] : [];
      } catch {
        return [];
      }
    });
}

function isEntry(value: unknown): value is JournalEntry {
  return typeof value === 'object' && value !== null && 't' in value;
}
