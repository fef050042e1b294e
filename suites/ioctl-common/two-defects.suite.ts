/** @module Two things wrong at once with opening the token of a process or of a thread. */
import { precedenceCases, type Defect } from '../language/precedence.js';
import { aSession, aToken, by, install, openProcess, ref, spawn } from '../language/steps.js';
import { startThread } from '../language/steps-impersonate.js';
import { control, defineSuite, type SuiteStep } from '../language/suite.js';

/** No process has it: Linux allows 2^22 at most. */
const NO_PROCESS = 0x400001;
/** A right that a token's SD does not give to the token's own user. */
const TOO_MUCH = 0x0001;

/** The caller becomes an ordinary user, to whom the process of SYSTEM allows nothing. */
const STRANGER: Defect = {
  slug: 'process-sd',
  before: [aSession(), aToken(), control(install('t'))],
};
const GONE: Defect = { slug: 'no-process', args: { pid: NO_PROCESS } };
const RIGHT: Defect = { slug: 'token-sd', args: { accessMask: TOO_MUCH } };

const openThread: SuiteStep = {
  as: 'x',
  op: 'kacs_open_thread_token',
  args: { pid: ref('p.pid'), tid: ref('own.tid'), accessMask: 0x0008 },
};

export default defineSuite('ioctl-common', 'two-defects', [
  precedenceCases({
    clause: 'IC-025',
    given: [spawn('p')],
    call: openProcess('x', 'p'),
    repeatable: true,
    defects: [STRANGER, GONE, RIGHT],
    prefix: 'process-',
  }),
  precedenceCases({
    clause: 'IC-026',
    given: [spawn('p'), by('p', startThread('own')), spawn('q'), by('q', startThread('other'))],
    call: openThread,
    repeatable: true,
    defects: [STRANGER, GONE, RIGHT, { slug: 'no-thread', args: { tid: ref('other.tid') } }],
    prefix: 'thread-',
  }),
]);
