/** @module A report.json from disk, read in the page: checked, bounded, never sent anywhere. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Report } from '../../../harness/report.js';
import { packReport } from '../../page/pack-report.js';
import { unpackReport } from '../../page/unpack-report.js';

const BYTES_MAX = 256 * 1024 * 1024;
const SCHEMA = 'https://kacs-conformance.invalid/schemas/report-1.json';

/** @internal */
export function OpenReport(props: {
  readonly onOpen: (report: Report) => void;
  /** A report is open already. */
  readonly again: boolean;
}): VNode {
  const [problem, setProblem] = useState('');
  const [over, setOver] = useState(false);
  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      props.onOpen(await readReportFile(file));
      setProblem('');
    } catch (error) {
      setProblem(`${file.name} cannot be compared with: ${(error as Error).message}`);
    }
  };
  return (
    <div
      class={`open-report${over ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void open(event.dataTransfer?.files[0]);
      }}
    >
      <label>
        {props.again ? 'Compare with another report.json' : 'An earlier report.json'}
        <input
          type="file"
          accept=".json,application/json"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
      </label>
      <span class="soft">or drop it here</span>
      {problem !== '' && (
        <p class="red foreign" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Packing bounds and checks every text; what has not the shape of a report does not survive it. */
async function readReportFile(file: File): Promise<Report> {
  if (file.size > BYTES_MAX) throw new Error('it is too large for a report');
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch {
    throw new Error('it is not JSON');
  }
  const { schema } = (value ?? {}) as { readonly schema?: unknown };
  if (schema !== SCHEMA) throw new Error('it is not a report of version 1, as certify writes it');
  try {
    const report = unpackReport(packReport(value as Report));
    if (typeof report.timing.startedAt !== 'string') throw new Error('no time');
    return report;
  } catch {
    throw new Error('it says that it is a report, but has not the shape of one');
  }
}
