/**
 * @module The second front end of the runner: every case a named test, with its clause ids.
 *
 *     KACS_ADAPTER='stdio:./my-adapter' KACS_PROFILE=psd-0.20 npx vitest run --project conformance
 *
 * KACS_SUITE takes patterns as `--suite` does; `-t TH-011` picks the cases of a clause.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledCase } from '../../suites/language/compile.js';
import { wireOf } from '../../reference/wire/wire.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { openTarget } from '../cli/targets.js';
import { selectCases } from '../cli/selection.js';
import { profileOf } from '../profiles/profile-option.js';
import type { CaseReport } from '../report.js';
import type { RunContext } from '../runner/run-case.js';
import { runCases } from '../runner/runner.js';

const target = process.env['KACS_ADAPTER'] ?? 'reference';
const profile = profileOf(process.env['KACS_PROFILE'] ?? 'learn-0.20');
const patterns = (process.env['KACS_SUITE'] ?? '').split(' ').filter((word) => word !== '');
const catalogue = catalogueOf(profile);
const cases = selectCases(profile, catalogue, patterns);
const adapter = openTarget(target, { profile });
let context: RunContext;

beforeAll(async () => {
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  context = { adapter, hello, wire: wireOf(profile), catalogue };
});

afterAll(() => adapter.close());

const areas = new Map<string, CompiledCase[]>();
for (const one of cases) areas.set(one.area, [...(areas.get(one.area) ?? []), one]);

for (const [area, members] of areas) {
  describe(area, () => {
    for (const one of members) {
      it(`${one.id} [${one.clauses.join(' ')}]`, async ({ skip }) => {
        const { results } = await runCases([one], context, { overlap: 1, reruns: 3 });
        const [result] = results;
        if (result?.verdict === 'notApplicable') {
          skip(`not claimed: ${result.missing?.join(', ')}`);
        }
        const wrong = problem(result);
        if (wrong !== undefined) expect.fail(`${one.title}: ${wrong}`);
      });
    }
  });
}

/** What is wrong with a result, in words; undefined if nothing is. */
function problem(result: CaseReport | undefined): string | undefined {
  if (result === undefined) return 'the case did not run';
  if (['pass', 'info', 'warn', 'notApplicable'].includes(result.verdict)) return undefined;
  const [failure] = result.failures ?? [];
  if (failure === undefined) return result.verdict;
  const { message, expected, actual } = failure;
  return `${result.verdict}: ${message}; expected ${expected}, got ${actual}`;
}
