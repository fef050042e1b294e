/** @module A Unix socket whose other end an ordinary user connected. */
import { aSession, aToken, by, install, ref, spawn } from '../language/steps.js';
import { control, type SuiteStep } from '../language/suite.js';

/** Binds `as` to what kacs_open_peer_token gives the worker. @internal */
export function connectedPeer(as: string): readonly SuiteStep[] {
  return [
    control({ as: 'listener', op: 'world.listen', args: { type: 'stream' } }),
    spawn('client'),
    aSession(),
    by('client', aToken('clientToken')),
    by('client', control(install('clientToken'))),
    by('client', control({ as: 'fresh', op: 'world.socket', args: { type: 'stream' } })),
    by(
      'client',
      control({
        op: 'world.connect',
        args: { socket: ref('fresh.handle'), address: ref('listener.address') },
      }),
    ),
    control({ as: 'end', op: 'world.accept', args: { handle: ref('listener.handle') } }),
    control({ as, op: 'kacs_open_peer_token', args: { socket: ref('end.handle') } }),
  ];
}
