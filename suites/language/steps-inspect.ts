/** @module Builders of steps about links and about the nodes of procfs and securityfs. */
import type { Ref } from '../../harness/program/program.js';
import { ref } from './steps.js';
import { control, type SuiteArgument, type SuiteStep } from './suite.js';

/** The securityfs node of the caller's own effective token. @public */
export const SELF_NODE = '/sys/kernel/security/kacs/self';
/** The securityfs node that lists the sessions. @public */
export const SESSIONS_NODE = '/sys/kernel/security/kacs/sessions';

type Path = Extract<SuiteArgument, string | { readonly text: unknown }> | PathText;
interface PathText {
  readonly text: readonly (string | Ref)[];
}

/** `/proc/PID/token` of the process bound to `process`. @public */
export function processNode(process: string): PathText {
  return { text: ['/proc/', ref(`${process}.pid`), '/token'] };
}

/** `/proc/PID/task/TID/token` of a thread; the first has the number of its process. @public */
export function threadNode(process: string, thread?: string): PathText {
  const tid = ref(thread === undefined ? `${process}.pid` : `${thread}.tid`);
  return { text: ['/proc/', ref(`${process}.pid`), '/task/', tid, '/token'] };
}

/** open(2) of a path. @public */
export function openPath(as: string, path: Path): SuiteStep {
  return { as, op: 'world.open', args: { path: path as SuiteArgument } };
}

/** stat(2) of a path. @public */
export function statPath(as: string, path: string): SuiteStep {
  return { as, op: 'world.stat', args: { path } };
}

/** read(2) to the end of what is bound to `name`. @public */
export function readAll(as: string, name: string): SuiteStep {
  return { as, op: 'world.read', args: { handle: ref(`${name}.handle`) } };
}

/** Opens the listing for a read bound to `as`, whose result has `listing.…` paths. @public */
export function listing(
  as: string,
  judge: (read: SuiteStep) => SuiteStep = control,
): readonly SuiteStep[] {
  return [control(openPath(`${as}File`, SESSIONS_NODE)), judge(readAll(as, `${as}File`))];
}

/** KACS_IOC_LINK_TOKENS, issued on the elevated handle unless said otherwise. @public */
export function link(
  elevated: string,
  filtered: string,
  more: { readonly sessionId?: Ref | string | SuiteArgument; readonly on?: string } = {},
): SuiteStep {
  const { sessionId = ref('s.id'), on = elevated } = more;
  return {
    op: 'KACS_IOC_LINK_TOKENS',
    args: {
      token: ref(`${on}.handle`),
      elevated: ref(`${elevated}.handle`),
      filtered: ref(`${filtered}.handle`),
      sessionId,
    },
  };
}

/** KACS_IOC_GET_LINKED_TOKEN. @public */
export function getLinked(as: string, token: string): SuiteStep {
  return { as, op: 'KACS_IOC_GET_LINKED_TOKEN', args: { token: ref(`${token}.handle`) } };
}

/** Sets or clears close-on-exec of a handle; must succeed. @public */
export function setCloseOnExec(name: string, set: boolean): SuiteStep {
  return control({ op: 'world.descriptorFlags', args: { handle: ref(`${name}.handle`), set } });
}

/** SCM_RIGHTS to another actor's process, which gets its own handle; must succeed. @public */
export function passHandle(as: string, name: string, to: string): SuiteStep {
  return control({
    as,
    op: 'world.passHandle',
    args: { handle: ref(`${name}.handle`), to: ref(`${to}.actor`) },
  });
}

/** The step is played again until its expectations hold: the delay that texts allow. @public */
export function within5Seconds(step: SuiteStep): SuiteStep {
  return { ...step, eventually: { withinMs: 5000 } };
}
