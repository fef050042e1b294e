/**
 * @module When silence means that a guest hangs. A host that is busy makes guests silent too; what
 * tells the two apart is the processor time that the emulator got meanwhile.
 */
import { readFileSync } from 'node:fs';

/** How long a live guest may be silent; the agent's supervisor speaks every two seconds. */
const SILENT_MS = 8000;
/** A guest that got so much processor time would have spoken. */
const BUSY_MS = 4000;
/** One that used so little was not waiting for the host either: it sleeps. */
const IDLE_MS = 800;
/** After this no excuse counts. */
const SILENT_MS_MAX = 40_000;

/** Whether a guest hangs, after a silence in which the emulator used so much time. @internal */
export function isHang(silentMs: number, processorMs: number | undefined): boolean {
  if (silentMs < SILENT_MS) return false;
  if (silentMs >= SILENT_MS_MAX || processorMs === undefined) return true;
  return processorMs >= BUSY_MS || processorMs <= IDLE_MS;
}

/** Linux counts in hundredths of a second for programs, whatever it uses itself. */
const TICK_MS = 10;

/** Processor time that a process has used; undefined where that cannot be told. @internal */
export function processorTimeMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}
