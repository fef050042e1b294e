/** @module Time on processors of a process group, where the system tells it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of /proc; the same on every Linux that runs Node.js. */
const TICKS = 100;

/** Seconds of user and system time; undefined where there is no /proc. @internal */
export function groupCpuSeconds(leader: number): number | undefined {
  let ticks: number | undefined;
  for (const name of processes()) {
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      // Behind the name in parentheses: state, parent, group, …, user and system time.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) !== leader) continue;
      ticks = (ticks ?? 0) + Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended in the meantime.
    }
  }
  return ticks === undefined ? undefined : ticks / TICKS;
}

function processes(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
