/** @module The Linux agent as a child process, for tests; where it cannot be built, the reason. */
import { spawnSync } from 'node:child_process';
import { openChild } from '../stdio/child-link.js';
import { ProtocolClient } from '../stdio/client.js';
import type { Outcome, StepRecord } from '../../program/program.js';
import type { PlainStep } from '../adapter.js';
import { agentProgram, type AgentBuild } from './agent-program.js';

/** Why the agent cannot be built here; undefined: it can. @internal */
export const missing: string | undefined = whyNot();

function whyNot(): string | undefined {
  const { error, status } = spawnSync(
    process.env['CC'] ?? 'gcc',
    ['-E', '-include', 'jansson.h', '-x', 'c', '-'],
    {
      input: '',
    },
  );
  if (error === undefined && status === 0) return undefined;
  const reason =
    'SKIPPED: gcc or libjansson-dev is not installed, so the Linux agent is not tested';
  console.warn(reason);
  return reason;
}

/** An agent that has not been greeted yet; options are those of its command line. @internal */
export function startAgent(build: AgentBuild = {}, ...options: string[]): ProtocolClient {
  const program = agentProgram(build);
  const open = openChild.bind(undefined, [program, ...options]);
  return new ProtocolClient('the agent', open, { deadlineMs: 60_000 });
}

/** One that has been greeted. @internal */
export async function greetedAgent(
  build: AgentBuild = {},
  ...options: string[]
): Promise<ProtocolClient> {
  const agent = startAgent(build, ...options);
  await agent.hello({ protocol: 1, profile: 'psd-0.20', seed: 0 });
  return agent;
}

/** The records of a program. @internal */
export async function play(
  agent: ProtocolClient,
  steps: readonly PlainStep[],
): Promise<readonly StepRecord[]> {
  if (agent.runProgram === undefined) throw new Error('the agent takes no programs');
  return agent.runProgram(steps);
}

/** The outcome of a record; a skipped one has none. @internal */
export function outcomeOf(record: StepRecord | undefined): Outcome {
  if (record === undefined || !('outcome' in record)) {
    throw new Error(`no outcome: ${JSON.stringify(record)}`);
  }
  return record.outcome;
}

/** What a call returned. @internal */
export function returned(record: StepRecord | undefined): Readonly<Record<string, unknown>> {
  const outcome = outcomeOf(record);
  if (outcome.kind !== 'returned') throw new Error(`expected a success: ${JSON.stringify(record)}`);
  return outcome.value;
}

/** A worker `w` of its own. @internal */
export const WORKER: PlainStep = {
  as: 'w',
  actor: 'init',
  op: 'world.spawn',
  args: { identity: 'own' },
};

/** A system call of x86-64 by number. @internal */
export function syscall(
  number: number,
  args: readonly string[] = [],
  actor = 'w',
): Extract<PlainStep, { op: string }> {
  return { actor, op: 'raw.syscall', args: { number, args } };
}
