/** @module Every call of the model, and the model of a profile. */
import type { Profile } from '../../profiles/built-in.generated.js';
import { wireOf } from '../../wire/wire.js';
import type { Call, Model } from '../model.js';
import { PAYLOADS } from '../payloads.js';
import { adjustDefault } from './adjust-default.js';
import { adjustGroups } from './adjust-groups.js';
import { adjustPrivileges } from './adjust-privileges.js';
import { adjustSessionId } from './adjust-session-id.js';
import { createSession } from './create-session.js';
import { createToken } from './create-token.js';
import { destroyEmptySession } from './destroy-empty-session.js';
import { install } from './install.js';
import { openProcessToken, openSelfToken } from './open-token.js';
import { query } from './query.js';
import { WORLD_CONTROLS } from './world-controls.js';

const CALLS: readonly Call[] = [
  createSession,
  destroyEmptySession,
  createToken,
  openSelfToken,
  openProcessToken,
  query,
  adjustPrivileges,
  adjustGroups,
  adjustDefault,
  adjustSessionId,
  install,
  ...WORLD_CONTROLS,
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
];

/** The conforming model of a profile. @public */
export function modelOf(profile: Profile): Model {
  return {
    profile,
    wire: wireOf(profile),
    calls: new Map(CALLS.map((call) => [call.name, call])),
    payloads: new Map([...PAYLOADS].filter(([n]) => n <= profile.abi.queryClasses)),
  };
}
