/** @module Tokens of peers that connected at level Anonymous. */
import { aSession, aToken, by, install, ref, spawn } from '../language/steps.js';
import { impersonate } from '../language/steps-impersonate.js';
import { control, type SuiteStep } from '../language/suite.js';
import { MARKED } from './source.js';

/** How the client comes to its identity before it connects. @internal */
export interface Client {
  readonly slug: string;
  readonly title: string;
  /** Made by the client. */
  readonly steps: readonly SuiteStep[];
}

/** @internal */
export const CLIENTS: readonly Client[] = [
  { slug: 'system', title: 'SYSTEM', steps: [] },
  { slug: 'user', title: 'an ordinary user', steps: [aToken('c'), control(install('c'))] },
  {
    slug: 'marked',
    title: 'a user with every kind of field',
    steps: [aToken('c', MARKED), control(install('c'))],
  },
  {
    slug: 'impersonating',
    title: 'a service that impersonates a user',
    steps: [aToken('c', { tokenType: 2, impersonationLevel: 2 }), control(impersonate('c'))],
  },
];

/** @internal */
export const SOCKET_TYPES = ['stream', 'seqpacket'] as const;

/** Binds `as` to the token that kacs_open_peer_token gives the worker. @internal */
export function anonymousPeer(
  as: string,
  client: Client,
  type: (typeof SOCKET_TYPES)[number] = 'stream',
): readonly SuiteStep[] {
  const byClient: readonly SuiteStep[] = [
    ...client.steps,
    control({ as: 'fresh', op: 'world.socket', args: { type } }),
    control({
      op: 'kacs_set_impersonation_level',
      args: { socket: ref('fresh.handle'), level: 0 },
    }),
    control({
      op: 'world.connect',
      args: { socket: ref('fresh.handle'), address: ref('listener.address') },
    }),
  ];
  return [
    control({ as: 'listener', op: 'world.listen', args: { type } }),
    aSession(),
    spawn('client'),
    ...byClient.map((step) => by('client', step)),
    control({ as: 'end', op: 'world.accept', args: { handle: ref('listener.handle') } }),
    control({ as, op: 'kacs_open_peer_token', args: { socket: ref('end.handle') } }),
  ];
}
