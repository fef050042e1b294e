/** @module A kill run over many faults and profiles, on all cores. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { packagePath } from '../package-root.js';
import type { FaultResult } from './kill.js';
import type { Chunk, WorkerAnswer } from './worker.js';

/** @internal */
export interface RunFaultsOptions {
  readonly faults: readonly { readonly id: string }[];
  /** Profile ids or files. */
  readonly profiles: readonly string[];
  readonly thorough?: boolean;
  onProgress?(done: number, total: number): void;
}

/** Faults in one chunk: small enough that the cores end together. */
const CHUNK = 40;
/** For so many, most cases are not needed. */
const FEW = 200;

/** Runs every fault under every profile; results in the order of profiles and faults. @internal */
export async function runFaults(options: RunFaultsOptions): Promise<readonly FaultResult[]> {
  const { faults, profiles, thorough = false } = options;
  const ids = faults.map(({ id }) => id);
  const among = ids.length > FEW ? {} : { among: ids };
  const chunks: Chunk[] = profiles.flatMap((profile) =>
    chunked(ids).map((part) => ({ profile, faults: part, thorough, ...among })),
  );
  const results: FaultResult[] = [];
  const total = faults.length * profiles.length;
  let done = 0;
  const take = (result: FaultResult | undefined): void => {
    done += 1;
    if (result !== undefined) results.push(result);
    options.onProgress?.(done, total);
  };
  const count = Math.min(availableParallelism(), chunks.length);
  await Promise.all(Array.from({ length: count }, () => runWorker(chunks, take)));
  const order = new Map(faults.map(({ id }, index) => [id, index]));
  return results.sort(
    (a, b) =>
      profiles.indexOf(a.profile) - profiles.indexOf(b.profile) ||
      (order.get(a.fault) ?? 0) - (order.get(b.fault) ?? 0),
  );
}

function chunked(ids: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  for (let at = 0; at < ids.length; at += CHUNK) chunks.push(ids.slice(at, at + CHUNK));
  return chunks;
}

/** Of the build that runs; the sources, which tests run, have none. */
function workerFile(): URL | string {
  const beside = new URL('./worker.js', import.meta.url);
  return existsSync(beside) ? beside : packagePath('dist', 'harness', 'faults', 'worker.js');
}

/** A worker takes chunks until none is left. */
async function runWorker(
  chunks: Chunk[],
  take: (result: FaultResult | undefined) => void,
): Promise<void> {
  const worker = new Worker(workerFile());
  const worked = new Promise<void>((resolve, reject) => {
    const next = (): void => {
      const chunk = chunks.shift();
      if (chunk === undefined) resolve();
      else worker.postMessage(chunk);
    };
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'result') take(answer.result);
      else if (answer.kind === 'done') next();
      else reject(new Error(answer.message));
    });
    worker.on('error', reject);
    next();
  });
  try {
    await worked;
  } finally {
    await worker.terminate();
  }
}
