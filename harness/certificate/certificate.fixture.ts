/** @module A small suite whose run can be certified, and everything to certify it with. */
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import type { Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { localReference } from '../cli/targets.js';
import { selectCases } from '../cli/selection.js';
import { reportText } from '../report-file.js';
import type { Report } from '../report.js';
import { certify } from '../runner/certify.js';
import { VERSION } from '../version.js';
import { certifyReport, type Certification, type Request } from './certify-report.js';
import type { Key } from './keys.js';
import type { Artifact } from './statement.js';

const PROFILE = BUILT_IN_PROFILES['learn-0.20'];

const catalogue = catalogueOf(PROFILE, 'kernel');

/** The first case of each clause: a suite that covers all of them, in a second. */
const CASES = firstOfEach(selectCases(PROFILE, catalogue, []));

function firstOfEach(cases: readonly CompiledCase[]): readonly CompiledCase[] {
  const seen = new Set<string>();
  return cases.filter(({ clauses }) => {
    const fresh = clauses.filter((clause) => !seen.has(clause));
    for (const clause of fresh) seen.add(clause);
    return fresh.length > 0;
  });
}

/** @internal */
export const ARTIFACT: Artifact = { name: 'kernel.img', sha256: 'ab'.repeat(32) };

/** A run of everything; if a capability is named, of a candidate without it. @internal */
export async function wholeRun(target = 'reference', unclaimed?: string): Promise<Report> {
  const options = localReference(target, PROFILE);
  if (options === undefined) throw new Error(target);
  const adapter = new ReferenceAdapter({ ...options, window: 4 });
  return certify({
    adapter: unclaimed === undefined ? adapter : withoutCapability(adapter, unclaimed),
    profile: PROFILE,
    catalogue,
    scope: 'kernel',
    cases: CASES,
    selection: [],
    seed: 0,
    reruns: 0,
    command: ['kacs-conformance', 'certify'],
    toolVersion: VERSION,
  });
}

function withoutCapability(inner: Adapter, unclaimed: string): Adapter {
  return {
    hello: async (request) => {
      const hello = await inner.hello(request);
      return { ...hello, capabilities: hello.capabilities.filter((one) => one !== unclaimed) };
    },
    call: (op, params) => inner.call(op, params),
    close: () => inner.close(),
  };
}

/** A certification of a report as it is. @internal */
export function certification(
  report: Report,
  key: Key,
  change: Partial<Request> = {},
): Certification {
  return certifyReport({
    report,
    bytes: Buffer.from(reportText(report)),
    profile: PROFILE,
    cases: CASES,
    artifacts: [ARTIFACT],
    key,
    partial: false,
    today: '2026-06-01',
    ...change,
  });
}
