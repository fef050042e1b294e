/** @module `--adapter linux`: the running kernel, through the agent as a child process. */
import { openChild } from '../stdio/child-link.js';
import { ProtocolClient, type ConnectOptions } from '../stdio/client.js';
import { agentProgram } from './agent-program.js';
import { callDeadlineMs } from './call-deadline.js';

/** An adapter for the kernel that this runs on. @internal */
export function openLinux(options: ConnectOptions): ProtocolClient {
  const program = agentProgram();
  const deadline = String(callDeadlineMs(options.deadlineMs));
  const open = openChild.bind(undefined, [program, '--deadline', deadline]);
  return new ProtocolClient('linux', open, options);
}
