/** @module The target `races`: parallel calls on shared tokens and sessions, in every order. */
import { playKnowing } from '../follow/play.js';
import { reachableClauses, workshopOf } from '../calls/calls-target.js';
import { simplerPrograms } from '../life/simpler-program.js';
import type { Program } from '../../program/program.js';
import type { TargetDefinition } from '../target.js';
import { mutatedRace, newRace, RACE_KINDS } from './race-programs.js';

/** A race takes about so many ordinary inputs. */
const COST = 4;

/** @internal */
export const RACES_TARGET: TargetDefinition<Program> = {
  name: 'races',
  needs: ['sessions', 'tokens', 'query', 'adjust', 'processes', 'handle-passing'],
  open(setup) {
    const workshop = workshopOf(setup);
    return Promise.resolve({
      name: 'races',
      kinds: RACE_KINDS,
      reachable: reachableClauses(setup, workshop),
      seeds: () => [],
      generate: ({ random, enabled }) => newRace(workshop, random, enabled),
      mutate: (parent, { random }) => mutatedRace(workshop, random, parent),
      execute: (input) => playKnowing(setup, input, setup.isKnown),
      // The branches of one are at the same time; two at once would only blur them.
      overlap: 1,
      bulky: true,
      cost: () => COST,
      toProgram: (input) => input,
      fromProgram: (program) => (program.id.startsWith('fuzz/races') ? program : undefined),
      simpler: (input) => simplerPrograms(input),
    });
  },
};
