/** @module Every call of the model, and the model of a profile. */
import type { Profile } from '../../profiles/built-in.generated.js';
import { wireOf } from '../../wire/wire.js';
import { ACCESS_STAGES } from '../access/check.js';
import type { Call, Model } from '../model.js';
import { PAYLOADS } from '../payloads.js';
import { SESSION_END, SESSION_EVENT } from '../session-end.js';
import { accessCheck } from './access-check.js';
import { adjustDefault } from './adjust-default.js';
import { adjustGroups } from './adjust-groups.js';
import { adjustPrivileges } from './adjust-privileges.js';
import { adjustSessionId } from './adjust-session-id.js';
import { createSession } from './create-session.js';
import { createToken } from './create-token.js';
import { DESCRIPTOR_CONTROLS } from './descriptors.js';
import { destroyEmptySession } from './destroy-empty-session.js';
import { duplicate } from './duplicate.js';
import { recordEvents } from './events.js';
import { makeFile } from './files.js';
import { getLinkedToken } from './get-linked-token.js';
import { impersonateToken, revertImpersonation } from './impersonate.js';
import { INSPECTION_CALLS } from './inspection.js';
import { install } from './install.js';
import { linkTokens } from './link-tokens.js';
import { OBSERVATION_CALLS } from './observe.js';
import { openProcessToken, openSelfToken, openThreadToken } from './open-token.js';
import { setPsb } from './process-security.js';
import { PROCESS_CONTROLS } from './processes.js';
import { query } from './query.js';
import { rawIoctl } from './raw.js';
import { restrict } from './restrict.js';
import { SECURITY_DESCRIPTOR_CALLS } from './security-descriptors.js';
import { SOCKET_CALLS } from './sockets.js';

const CALLS: readonly Call[] = [
  createSession,
  destroyEmptySession,
  createToken,
  openSelfToken,
  openProcessToken,
  openThreadToken,
  query,
  adjustPrivileges,
  adjustGroups,
  adjustDefault,
  adjustSessionId,
  install,
  duplicate,
  restrict,
  linkTokens,
  getLinkedToken,
  impersonateToken,
  revertImpersonation,
  setPsb,
  accessCheck,
  ...SECURITY_DESCRIPTOR_CALLS,
  ...SOCKET_CALLS,
  ...INSPECTION_CALLS,
  ...PROCESS_CONTROLS,
  ...DESCRIPTOR_CONTROLS,
  ...OBSERVATION_CALLS,
  makeFile,
  recordEvents,
  rawIoctl,
];

/** Capabilities that the modelled calls amount to. @public */
export const MODEL_CAPABILITIES: readonly string[] = [
  'sessions',
  'tokens',
  'query',
  'adjust',
  'install',
  'processes',
  'credentials',
  'descriptor-flags',
  'clock',
  'derive',
  'link',
  'impersonate',
  'threads',
  'fork',
  'exec',
  'handle-passing',
  'procfs',
  'securityfs',
  'peer-sockets',
  'psb',
  'access-check',
  'security-descriptors',
  'events',
  'files',
  'raw',
];

/** The conforming model of a profile. @public */
export function modelOf(profile: Profile): Model {
  return {
    profile,
    wire: wireOf(profile),
    calls: new Map(CALLS.map((call) => [call.name, call])),
    payloads: new Map([...PAYLOADS].filter(([n]) => n <= profile.abi.queryClasses)),
    access: ACCESS_STAGES,
    sessionEnd: SESSION_END,
    sessionEvent: SESSION_EVENT,
  };
}
