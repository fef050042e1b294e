/**
 * @module Compares the records of a Program with the model: the model follows, and where a value
 * differs, other readings that the profile admits are tried before anybody is accused.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { Change } from '../../../reference/faults/fault.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import type { Model } from '../../../reference/kernel/model.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import type { Wire } from '../../../reference/wire/wire.js';
import type { CatalogueView } from '../../catalogue/catalogue.js';
import { TEARDOWN_NOTE } from '../../judge/teardown.js';
import type { CallRecord, Program, StepRecord } from '../../program/program.js';
import type { Difference } from '../target.js';
import { Follower } from './follower.js';
import { Grounds } from './grounds.js';
import { brokenInvariants } from './invariants.js';
import { judgeRace } from './race.js';
import { READINGS, type Reading } from '../../../reference/liberties/readings.js';

/** What following needs to know of the profile; made once. @internal */
export class FollowContext {
  readonly profile: Profile;
  readonly wire: Wire;
  readonly grounds: Grounds;
  /** The readings that the candidate was last seen to have; taken up from the start. */
  private readings: readonly Reading[] = [];
  private readonly model: Model;
  private readonly models = new Map<string, Model>();

  /** `workers`: what the candidate's start with. */
  constructor(profile: Profile, wire: Wire, catalogue: CatalogueView, workers: Change) {
    this.profile = profile;
    this.wire = wire;
    this.model = workers(modelOf(profile));
    this.grounds = new Grounds(catalogue, this.model);
  }

  /** Follows the records; the follower tells what differed and what was reached. */
  follow(
    program: Program,
    records: readonly StepRecord[],
    isKnown?: (difference: Difference) => boolean,
  ): Follower {
    let best = this.run(program, records, this.readings, isKnown);
    const open = READINGS.filter(({ holds }) => holds(this.profile.switches));
    for (let improved = true; improved && isAboutValues(best);) {
      improved = false;
      for (const reading of open) {
        const toggled = toggle(this.readings, reading);
        const next = this.run(program, records, toggled, isKnown);
        if (lengthOf(next) <= lengthOf(best)) continue;
        best = next;
        this.readings = toggled;
        improved = true;
        break;
      }
    }
    return best;
  }

  private run(
    program: Program,
    records: readonly StepRecord[],
    readings: readonly Reading[],
    isKnown: ((difference: Difference) => boolean) | undefined,
  ): Follower {
    const { wire, grounds } = this;
    const model = this.modelWith(readings);
    const known = isKnown === undefined ? {} : { isKnown };
    const follower = new Follower({ wire, model, grounds, ...known });
    const byStep = groupBySteps(records);
    for (const [index, step] of program.steps.entries()) {
      const made = byStep.get(index) ?? [];
      if ('par' in step) {
        judgeRace(follower, { program, index, records, made, model: this.model });
        continue;
      }
      const [record] = made;
      if (step.note === TEARDOWN_NOTE) judgeDestroy(follower, index, record);
      else if (record !== undefined) follower.follow(index, step, record);
    }
    if (follower.differences.length === 0) {
      const counts = (clause: ClauseId): boolean => grounds.isStrict(clause);
      for (const broken of brokenInvariants(program, records, wire, counts)) {
        follower.accuser.differ(broken);
      }
    }
    return follower;
  }

  private modelWith(readings: readonly Reading[]): Model {
    const key = readings.map(({ id }) => id).join('\n');
    let model = this.models.get(key);
    if (model === undefined) {
      model = readings.reduce((changed, { change }) => change(changed), this.model);
      this.models.set(key, model);
    }
    return model;
  }
}

/** Readings, with one more or one less. */
function toggle(readings: readonly Reading[], reading: Reading): readonly Reading[] {
  const others = readings.filter((one) => one !== reading);
  return others.length < readings.length ? others : [...readings, reading];
}

/** Another reading can only explain a value, not a crash or a leak. */
function isAboutValues({ differences }: Follower): boolean {
  const [first] = differences;
  return first?.kind === 'mismatch';
}

/** How far the two sides went together. */
function lengthOf({ differences }: Follower): number {
  return differences[0]?.step ?? Infinity;
}

function groupBySteps(records: readonly StepRecord[]): ReadonlyMap<number, readonly CallRecord[]> {
  const byStep = new Map<number, CallRecord[]>();
  for (const record of records) {
    if (!('outcome' in record)) continue;
    const list = byStep.get(record.step);
    if (list === undefined) byStep.set(record.step, [record]);
    else list.push(record);
  }
  return byStep;
}

/** The teardown needs no model: a session of the program is gone, or goes when asked to. */
function judgeDestroy(follower: Follower, index: number, record: CallRecord | undefined): void {
  const outcome = record?.outcome;
  if (outcome?.kind !== 'refused' || outcome.errno === 'ENOENT') return;
  if (follower.differences.length > 0) return;
  follower.differences.push({
    kind: 'leak',
    op: 'kacs_destroy_empty_session',
    path: 'session',
    expected: 'gone, or destroyable',
    actual: 'still in use',
    clauses: ['SE-007'],
    step: index,
    explanation: `a session cannot be destroyed when its program is over: ${outcome.errno}`,
  });
}
