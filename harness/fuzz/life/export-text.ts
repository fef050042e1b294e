/** @module A finding as text for other tools: its Program, a vitest file, a hex view. */
import type { Finding } from '../finding.js';

/** The lines that say what a finding is. @internal */
export function aboutFinding(finding: Finding): readonly string[] {
  const { signature, explanation, clauses, profile, candidate, program } = finding;
  return [
    signature,
    explanation,
    `clauses: ${clauses.length === 0 ? 'none' : clauses.join(', ')}; profile ${profile}`,
    `seen on ${candidate.name} ${candidate.version}; ${program.steps.length} steps`,
  ].map((line) => line.replace(/[^ -~]/g, '?').slice(0, 400));
}

/** The Program alone. @internal */
export function exportProgram({ program }: Finding): string {
  return `${JSON.stringify(program, null, 2)}\n`;
}

/** A test that fails for as long as the finding shows. @internal */
export function exportVitest(finding: Finding): string {
  const about = aboutFinding(finding).map((line) => `// ${line}`);
  return `${about.join('\n')}
// The candidate is KACS_ADAPTER, as in --adapter.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FINDING = ${JSON.stringify(finding, null, 2)};

it(${JSON.stringify(finding.signature)}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'finding-'));
  try {
    const file = join(folder, 'finding.json');
    writeFileSync(file, JSON.stringify(FINDING));
    const adapter = process.env.KACS_ADAPTER ?? FINDING.adapter;
    const words = ['kacs-conformance', 'replay', file, '--adapter', adapter, '--times', '1'];
    const { status, stdout, stderr } = spawnSync('npx', words, { encoding: 'utf8' });
    expect(status, \`\${stdout}\${stderr}\`).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
`;
}

const ROW = 16;

/** The bytes of the call that differed, row by row, and what its fields say. @internal */
export function exportHex(finding: Finding): string {
  const dumps = finding.dumps.flatMap(({ title, hex, fields, guilty }) => [
    title,
    ...rows(hex),
    ...fields.map(({ path, start, end, text }) => {
      const blamed = guilty !== undefined && start < guilty.end && end > guilty.start;
      return `${blamed ? '>' : ' '} ${address(start)}-${address(end)} ${path}: ${text}`;
    }),
    '',
  ]);
  const none = ['no bytes went in or came out of the call that differed', ''];
  return [...aboutFinding(finding), '', ...(dumps.length === 0 ? none : dumps)].join('\n');
}

function rows(hex: string): readonly string[] {
  const bytes = hex.match(/../g) ?? [];
  return Array.from({ length: Math.ceil(bytes.length / ROW) }, (_, n) => {
    const row = bytes.slice(n * ROW, (n + 1) * ROW);
    return `  ${address(n * ROW)}  ${row.join(' ')}`;
  });
}

function address(number: number): string {
  return number.toString(16).padStart(4, '0');
}
