/**
 * @module The Linux agent as a program: built from its sources when it is first needed, and kept
 * until they change.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { packagePath } from '../../package-root.js';
import { lastLines, oneLine } from '../../protocol/excerpt.js';
import { AdapterFault } from '../adapter.js';

/** How the agent is built: for a kernel, or with a served model in its place. @internal */
export interface AgentBuild {
  readonly seam?: boolean;
  readonly sanitize?: boolean;
}

const BUILD_MS_MAX = 300_000;

/** The path of the agent, which is built if it has to be. @internal */
export function agentProgram(build: AgentBuild = {}): string {
  const options = [
    ...(build.seam === true ? ['--seam'] : []),
    ...(build.sanitize === true ? ['--sanitize'] : []),
  ];
  const name = ['kacs-agent', ...options.map((option) => option.slice(2)), sourceDigest()].join(
    '-',
  );
  const path = join(cacheFolder(), name);
  if (isExecutable(path)) return path;
  const script = packagePath('harness', 'adapters', 'linux', 'build.sh');
  const { error, status, stderr } = spawnSync('sh', [script, ...options, path], {
    encoding: 'utf8',
    timeout: BUILD_MS_MAX,
  });
  if (error === undefined && status === 0) return path;
  throw new AdapterFault(
    `cannot build the Linux agent: ${reasonOf(error, stderr)}; it needs gcc and libjansson ` +
      '(Debian: apt install gcc libjansson-dev)',
  );
}

function reasonOf(error: Error | undefined, stderr: string | null): string {
  const words = lastLines(stderr ?? '');
  return oneLine(error?.message ?? (words === '' ? 'the compiler said nothing' : words), 300);
}

/** What was built from other sources is another program. */
function sourceDigest(): string {
  const folder = packagePath('harness', 'adapters', 'linux');
  const hash = createHash('sha256').update(readFileSync(join(folder, 'build.sh')));
  for (const name of readdirSync(join(folder, 'src')).sort()) {
    hash.update(name).update(readFileSync(join(folder, 'src', name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** A folder that nobody else can put a program into; where there is none to stay, one for now. */
function cacheFolder(): string {
  const named = process.env['XDG_CACHE_HOME'];
  const base = named !== undefined && isAbsolute(named) ? named : join(homedir(), '.cache');
  const folder = join(base, 'kacs-conformance');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    const brief = mkdtempSync(join(tmpdir(), 'kacs-agent-'));
    process.on('exit', () => rmSync(brief, { recursive: true, force: true }));
    return brief;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
