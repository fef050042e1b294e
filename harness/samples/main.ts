/**
 * @module `npm run samples`: the gallery of golden reports in `reports/samples`, by which the page
 * is tested and shown. What differs from run to run (the clock) is set to a fixed time.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { profileOf } from '../profiles/profile-option.js';
import { selectCases } from '../cli/selection.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import type { Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { packagePath } from '../package-root.js';
import { campaignPage } from '../page/campaign-page.js';
import { reportPage } from '../page/report-page.js';
import { reportProblem } from '../report-file.js';
import type { Report } from '../report.js';
import { certify } from '../runner/certify.js';
import { VERSION } from '../version.js';
import { sampleCampaign } from './campaign.js';
import { takePicture } from './picture.js';
import { faultyCandidate, partialCandidate } from './candidates.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';

interface Sample {
  readonly name: string;
  readonly profile: string;
  readonly adapter: string;
  open(profile: Profile): Adapter;
}

const SAMPLES: readonly Sample[] = [
  {
    name: 'reference',
    profile: 'psd-0.20',
    adapter: 'reference',
    open: (profile) => new ReferenceAdapter({ profile }),
  },
  { name: 'faulty', profile: 'psd-0.20', adapter: 'stdio:./agent', open: faultyCandidate },
  { name: 'partial', profile: 'learn-0.20', adapter: 'stdio:./emulation', open: partialCandidate },
];

const folder = packagePath('reports', 'samples');
const pages = packagePath('reports', 'out', 'samples');
mkdirSync(folder, { recursive: true });
mkdirSync(pages, { recursive: true });
for (const sample of SAMPLES) {
  const report = await reportOf(sample);
  const problem = reportProblem(report);
  if (problem !== undefined) throw new Error(`${sample.name}: ${problem}`);
  store(sample.name, 'report', report, reportPage(report));
}
const campaign = sampleCampaign();
store('campaign', 'campaign', campaign, campaignPage(campaign));
await takePicture(`${pages}/faulty.html`, packagePath('docs', 'report.png'));

function store(name: string, kind: 'report' | 'campaign', value: object, page: string): void {
  const packed = gzipSync(JSON.stringify(value), { level: 9 });
  writeFileSync(`${folder}/${name}.${kind}.json.gz`, packed);
  writeFileSync(`${pages}/${name}.html`, page);
  const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`;
  process.stdout.write(`${name}: ${kilobytes(packed.length)}, page ${kilobytes(page.length)}\n`);
}

async function reportOf({ profile: id, adapter: target, open }: Sample): Promise<Report> {
  const profile = profileOf(id);
  const catalogue = catalogueOf(profile, 'kernel');
  const adapter = open(profile);
  try {
    const report = await certify({
      adapter,
      profile,
      catalogue,
      scope: 'kernel',
      cases: selectCases(profile, catalogue, []),
      selection: [],
      seed: 0,
      reruns: 3,
      command: ['kacs-conformance', 'certify', '--adapter', target, '--profile', id],
      toolVersion: VERSION,
    });
    return { ...report, timing: { startedAt: '2026-01-01T12:00:00.000Z', seconds: 8 } };
  } finally {
    await adapter.close();
  }
}
