import { describe, expect, it } from 'vitest';
import { withMatchingUsers } from './session-users.js';
import { aSession, aToken, createToken, OTHER_USER, ref, tokenSpec, USER } from './steps.js';
import { judged, type SuiteStep } from './suite.js';
import type { BytesTemplate } from './template.js';

/** Name, user and session of what the steps make. */
function made(steps: readonly SuiteStep[]): readonly string[] {
  return withMatchingUsers(steps).map((step) => {
    const { as = '', args } = step as SuiteStep;
    const { userSid, sessionId } = (args['spec'] as BytesTemplate).value as {
      readonly userSid: string;
      readonly sessionId?: { readonly ref: string };
    };
    const user = userSid === USER ? 'user' : userSid === OTHER_USER ? 'other' : userSid;
    return [as, user, ...(sessionId === undefined ? [] : [sessionId.ref])].join(' ');
  });
}

const other = { userSid: OTHER_USER };

describe('the users of sessions and of their tokens', () => {
  it('leaves alone what agrees', () => {
    expect(made([aSession(), aToken('t')])).toEqual(['s user', 't user s.id']);
  });

  it('gives a session to the one user of its tokens', () => {
    expect(made([aSession(), aToken('t', other), aToken('u', other)])).toEqual([
      's other',
      't other s.id',
      'u other s.id',
    ]);
  });

  it('makes a session for each further user', () => {
    const steps = [aSession(), aToken('t'), aToken('u', other), aToken('v', other)];
    expect(made(steps)).toEqual([
      's user',
      'sOfUser1 other',
      't user s.id',
      'u other sOfUser1.id',
      'v other sOfUser1.id',
    ]);
  });

  it('leaves a token where the case names its session, and a session that names its user', () => {
    const named = [aSession(), aToken('t'), aToken('u', { ...other, sessionId: ref('s.id') })];
    expect(made(named)).toEqual(['s user', 't user s.id', 'u other s.id']);
    expect(made([aSession('s', other), aToken('t')])).toEqual(['s other', 't user s.id']);
  });

  it('leaves alone what a clause is about', () => {
    const about = judged('TC-037', createToken('t', tokenSpec(other)));
    expect(made([aSession(), about])).toEqual(['s user', 't other s.id']);
  });
});
