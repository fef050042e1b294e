/** @module What the gates of impersonation find, and changes of what they make of it. */
import { PRIVILEGE } from '../abi/numbers.js';
import { impersonate } from '../kernel/calls/gates.js';
import { realToken, tokenOf } from '../kernel/calls/handle-checks.js';
import type { ImpersonateContext } from '../kernel/calls/impersonate.js';
import { holds } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import { equalSid } from '../wire/wire.js';
import { otherEffect, refusing, type Change } from './fault.js';

/** @internal */
export const IMPERSONATE = 'KACS_IOC_IMPERSONATE';

/** What the gates find, one by one. @internal */
export interface Meeting {
  readonly server: Token;
  readonly client: Token;
  /** The level of the client's token. */
  readonly level: number;
  readonly sameUser: boolean;
  readonly serverRestricted: boolean;
  readonly clientRestricted: boolean;
  readonly privilege: boolean;
  readonly identity: boolean;
  readonly ceiling: boolean;
}

function meetingOf(server: Token, client: Token): Meeting {
  const sameUser = equalSid(server.userSid, client.userSid);
  const serverRestricted = server.restrictedSids.length > 0;
  const clientRestricted = client.restrictedSids.length > 0;
  const privilege = holds(server.privileges, PRIVILEGE.IMPERSONATE);
  return {
    server,
    client,
    level: client.impersonationLevel,
    sameUser,
    serverRestricted,
    clientRestricted,
    privilege,
    identity: privilege || (sameUser && serverRestricted === clientRestricted),
    ceiling: client.integrityLevel <= server.integrityLevel,
  };
}

function meeting(c: ImpersonateContext): Meeting {
  return meetingOf(realToken(c.thread), tokenOf(c));
}

/** The level that is reached is another; `granted` is what the gates let through. @internal */
export function reaching(
  level: (m: Meeting, granted: number, c: ImpersonateContext) => number,
): Change {
  return otherEffect<ImpersonateContext>(IMPERSONATE, 'impersonate', (c) => {
    const m = meeting(c);
    const granted = c.gates?.kind === 'level' ? c.gates.level : Math.min(m.level, 1);
    impersonate(c.world, c.thread, tokenOf(c), level(m, granted, c));
  });
}

/** The token's own level, where this holds. @internal */
export function uncapped(when: (m: Meeting) => boolean): Change {
  return reaching((m, granted) => (when(m) ? m.level : granted));
}

/** At most Identification, where this holds. @internal */
export function capped(when: (m: Meeting) => boolean): Change {
  return reaching((m, granted) => (when(m) ? Math.min(granted, 1) : granted));
}

export function refusingMeeting(when: (m: Meeting) => boolean): Change {
  return refusing<ImpersonateContext>(IMPERSONATE, (c) => when(meeting(c)), 'EPERM');
}
