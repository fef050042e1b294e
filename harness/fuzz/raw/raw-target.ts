/** @module The target `raw`: ioctl words, struct bytes and pointers, where an adapter can make them. */
import { reachableClauses, workshopOf } from '../calls/calls-target.js';
import { playKnowing } from '../follow/play.js';
import { simplerPrograms } from '../life/simpler-program.js';
import type { Program } from '../../program/program.js';
import type { TargetDefinition } from '../target.js';
import { mutatedRawProgram, newRawProgram } from './raw-programs.js';

/** @internal */
export const RAW_TARGET: TargetDefinition<Program> = {
  name: 'raw',
  needs: ['raw', 'sessions', 'tokens', 'processes'],
  open(setup) {
    const workshop = workshopOf(setup);
    const injects = setup.hello.capabilities.includes('fault-injection');
    return Promise.resolve({
      name: 'raw',
      kinds: ['raw'],
      reachable: reachableClauses(setup, workshop),
      seeds: () => [],
      generate: ({ random }) => newRawProgram(workshop, random, injects),
      mutate: (parent, { random }) => mutatedRawProgram(workshop, random, parent),
      execute: (input) => playKnowing(setup, input, setup.isKnown),
      bulky: true,
      overlap: 1,
      toProgram: (input) => input,
      fromProgram: (program) => (program.id.startsWith('fuzz/raw') ? program : undefined),
      simpler: (input) => simplerPrograms(input),
    });
  },
};
