/** @module The sample campaign: `fuzz` against the faulty candidate, for a fixed number of inputs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Campaign } from '../../reports/page/campaign.js';
import { readCampaign } from '../page/campaign-page.js';

const RUNS = 4_000;
const LIMIT_MS = 300_000;
const SEEN = '2026-01-01T12:00:00.000Z';

/** Runs it; the same findings every time, the plots as fast as the machine is. @internal */
export function sampleCampaign(): Campaign {
  const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'kacs-samples-'));
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        beside('../cli/main.js'),
        ...['fuzz', '--adapter', `stdio:${process.execPath} ${beside('./serve.js')}`],
        ...['--profile', 'psd-0.20', '--target', 'wire', '--target', 'calls', '--jobs', '1'],
        ...['--runs', String(RUNS), '--seed', '1', '--quiet', '--out', join(folder, 'campaign')],
      ],
      { encoding: 'utf8', timeout: LIMIT_MS },
    );
    if (status !== 0 && status !== 1) throw new Error(`fuzz ended with ${status}: ${stderr}`);
    return withoutPlace(readCampaign(join(folder, 'campaign')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without what is of this machine and this day. */
function withoutPlace(campaign: Campaign): Campaign {
  const adapter = 'stdio:./agent';
  const findings = campaign.findings.map((finding) => {
    return { ...finding, adapter, firstSeen: SEEN, lastSeen: SEEN };
  });
  return { ...campaign, adapter, findings };
}
