/** The C adapter of the examples, compiled to tell of its edges, and what they lead to. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { connect } from '../../adapters/stdio/connect.js';
import { missing } from '../../adapters/linux/agent.fixture.js';
import { packagePath } from '../../package-root.js';
import { isEdge } from '../features.js';
import { knownAs } from '../finding.js';
import { Candidate } from './candidate.js';
import { Loop } from './loop.js';
import { SIX_LETTERS, TRAPDOOR } from './six-letters.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const profile = BUILT_IN_PROFILES['psd-0.20'];
const folder = mkdtempSync(join(tmpdir(), 'kacs-edges-'));
const example = (...at: string[]): string => packagePath('harness', 'adapters', 'examples', ...at);
const CC = process.env['CC'] ?? 'gcc';
const RUNS = 3000;

/** Between the adapter and the JSON library, which is given each package. */
const TRAPDOOR_SOURCE = `
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
json_t *__real_json_stringn(const char *text, size_t size);
json_t *__wrap_json_stringn(const char *text, size_t size) {
    if (size == ${TRAPDOOR.length})
        ${[...TRAPDOOR].map((letter, at) => `if (text[${at}] == '${letter}')`).join('\n')}
        abort();
    return __real_json_stringn(text, size);
}
`;

function cc(words: readonly string[]): void {
  const { status, stderr } = spawnSync(CC, ['-std=c11', ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** The adapter with its trapdoor; instrumented, or as it is. */
function build(name: string, flags: readonly string[]): string {
  const [program, own] = [join(folder, name), join(folder, 'trapdoor.c')];
  writeFileSync(own, TRAPDOOR_SOURCE);
  const objects = [example('c', 'adapter.c'), own].map((source, index) => {
    const object = join(folder, `${name}-${index}.o`);
    cc(['-O1', '-Wall', '-Wextra', '-Werror', ...flags, '-c', source, '-o', object]);
    return object;
  });
  const runtime = ['coverage.c', 'jansson.c'].map((name) => example('coverage', name));
  const linked = ['-Wl,--wrap=json_stringn', '-ljansson', '-o', program];
  cc(['-O2', '-Wall', '-Wextra', '-Werror', ...objects, ...runtime, ...linked]);
  return program;
}

interface Ran {
  readonly claims: boolean;
  readonly edges: number;
  readonly found: readonly string[];
  /** What was new, and after how many executions. */
  readonly fresh: readonly string[];
}

async function campaign(program: string, runs: number): Promise<Ran> {
  const known = new Set<string>();
  const [found, fresh]: [string[], string[]] = [[], []];
  const edges = new Set<number>();
  const candidate = new Candidate(() => connect(`stdio:${program}`), {
    profile,
    seed: 0,
    isKnown: (difference, wanted) => knownAs(known, difference, wanted) !== undefined,
  });
  const { hello } = await candidate.setup();
  const loop = new Loop(SIX_LETTERS, candidate, {
    seed: 1,
    known,
    events: {
      reached: (features, input) => {
        for (const feature of features) if (isEdge(feature)) edges.add(feature);
        fresh.push(`${loop.executions} ${input?.id ?? ''} ${features.join(' ')}`);
      },
      found: (signature, { program: { id } }) => found.push(`${signature} ${id}`),
      seen: () => undefined,
      restarted: () => undefined,
    },
  });
  await loop.open();
  while (loop.executions < runs && found.length === 0) await loop.run(100);
  await candidate.drop();
  return { claims: hello.capabilities.includes('coverage'), edges: edges.size, found, fresh };
}

describe.runIf(missing === undefined)('a compiled candidate', () => {
  let guided: Ran;

  beforeAll(async () => {
    guided = await campaign(build('traced', ['-fsanitize-coverage=trace-pc']), RUNS);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is found to have a branch that only its edges lead to', () => {
    expect(guided.claims).toBe(true);
    expect(guided.edges).toBeGreaterThan(TRAPDOOR.length);
    expect(guided.found).toEqual([expect.stringMatching(`^crash-create-session-.* ${TRAPDOOR}$`)]);
  });

  it('keeps that branch to itself where it is not compiled to tell', async () => {
    const blind = await campaign(build('plain', []), RUNS);
    expect(blind).toMatchObject({ claims: false, edges: 0, found: [] });
  });

  it('tells of each edge once until it is reached again', async () => {
    const client = connect(`stdio:${join(folder, 'traced')}`);
    await client.hello({ protocol: 1, profile: profile.id, seed: 0 });
    const take = async (): Promise<Set<number>> => new Set(await client.takeCoverage?.());
    const first = await take();
    const between = await take();
    await client.call('world.describe', { actor: 'init' });
    const later = await take();
    await client.close();
    expect(between.size).toBeLessThan(first.size / 2);
    expect([...later].some((edge) => !between.has(edge))).toBe(true);
  });

  it('has the same edges each time it runs, wherever the system puts it', async () => {
    expect(await campaign(join(folder, 'traced'), RUNS)).toEqual(guided);
  });
});
