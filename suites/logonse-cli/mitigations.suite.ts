/** @module logonse psb and kacs_set_psb: mitigation flags of processes. */
import { aCase, asserts, control, defineSuite, judged, type SuiteStep } from '../language/suite.js';
import { aSession, aToken, by, install, is, ref, spawn } from '../language/steps.js';
import { precedenceCases } from '../language/precedence.js';
import { run } from './steps.js';

const NO_CHILD = 0x20;
const PIE = 0x100;
/** Linux allows 2^22 at most. */
const NO_PROCESS = 0x400001;

function setPsb(mitigations: number, pid?: string): SuiteStep {
  return {
    op: 'kacs_set_psb',
    args: { mitigations, ...(pid === undefined ? {} : { pid: ref(pid) }) },
  };
}

function fork(as: string): SuiteStep {
  return { as, op: 'world.fork', args: {} };
}

export default defineSuite('logonse-cli', 'mitigations', [
  aCase('no-child', 'NO_CHILD on a helper keeps it, and only it, from forking', [
    spawn('p'),
    control(by('p', fork('before'))),
    control(run('r', ['psb', '--pid', ref('p.pidText'), '--mitigations', '0x20'])),
    asserts(['CLI-046', 'CLI-047', 'CLI-048'], by('p', fork('after')), is.refused),
    asserts('CLI-047', fork('own'), is.returned),
  ]),
  aCase('other-flag', 'another flag does not', [
    spawn('p'),
    control(run('r', ['psb', '--pid', ref('p.pidText'), '--mitigations', '0x100'])),
    asserts('CLI-048', by('p', fork('after')), is.returned),
  ]),
  aCase('decimal', 'the mask may be decimal', [
    spawn('p'),
    asserts(
      'CLI-050',
      run('r', ['psb', '--pid', ref('p.pidText'), '--mitigations', '32']),
      is.equals('status', 0),
    ),
    asserts('CLI-050', by('p', fork('after')), is.refused),
  ]),
  aCase('accumulate', 'a later call with fewer bits clears none', [
    spawn('p'),
    control(by('p', setPsb(NO_CHILD))),
    control(by('p', setPsb(PIE))),
    asserts('CLI-066', by('p', fork('after')), is.refused),
  ]),
  aCase('self', 'a process sets mitigations on itself', [judged('CLI-067', setPsb(PIE))]),
  aCase('other-user', 'another process takes the right to set information', [
    spawn('p'),
    control(setPsb(PIE, 'p.pid')),
    aSession(),
    aToken(),
    control(install('t', 'weak')),
    judged('CLI-068', setPsb(PIE, 'p.pid')),
  ]),
  [0x400, 0x800, 0x10000, 0x80000000, 0xffffffff].map((mask) =>
    aCase(`undefined-${mask.toString(16)}`, `mask 0x${mask.toString(16)} is refused`, [
      control(setPsb(PIE)),
      judged('CLI-069', setPsb(mask)),
    ]),
  ),
  precedenceCases({
    clause: 'CLI-069',
    given: [spawn('p'), aSession(), aToken()],
    call: setPsb(PIE, 'p.pid'),
    repeatable: true,
    defects: [
      { slug: 'other-user', before: [control(install('t'))] },
      { slug: 'undefined-bit', args: { mitigations: 0x400 } },
      { slug: 'no-process', args: { pid: NO_PROCESS } },
    ],
  }),
]);
