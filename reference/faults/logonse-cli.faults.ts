/** @module Faults of what stands behind logonse: mitigation flags, sessions in use. */
import type { DestroySessionContext } from '../kernel/calls/destroy-empty-session.js';
import type { SetPsbContext } from '../kernel/calls/process-security.js';
import {
  changingWhenRefused,
  fault,
  otherEffect,
  refusing,
  withoutCheck,
  type Fault,
} from './fault.js';

const PSB = 'kacs_set_psb';
const DESTROY = 'kacs_destroy_empty_session';

/** @internal */
export const LOGONSE_FAULTS: readonly Fault[] = [
  fault(
    'mitigations/a-later-call-replaces-the-flags',
    'CLI-066',
    otherEffect<SetPsbContext>(PSB, 'set', ({ target, mitigations }) => {
      if (target !== undefined) target.mitigations = mitigations;
    }),
  ),
  fault(
    'mitigations/only-of-other-processes',
    'CLI-067',
    refusing<SetPsbContext>(PSB, ({ target, thread }) => target === thread.process),
  ),
  fault('mitigations/of-anybody', 'CLI-068', withoutCheck(PSB, 'process-sd')),
  fault('mitigations/undefined-bits-accepted', 'CLI-069', withoutCheck(PSB, 'defined')),
  fault('mitigations/no-child-has-no-effect', 'CLI-066', withoutCheck('world.fork', 'no-child')),
  fault(
    'sessions/a-refused-destroy-removes-the-listing',
    'CLI-042',
    changingWhenRefused<DestroySessionContext>(DESTROY, 'empty', ({ world, id }) => {
      world.sessions.delete(id);
    }),
  ),
  fault(
    'sessions/a-closed-handle-keeps-its-token',
    'CLI-043',
    otherEffect('world.close', 'close', ({ thread, args }) => {
      thread.process.handles.delete(Number(args['handle']));
    }),
  ),
];
