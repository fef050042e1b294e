import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { withoutExpectations } from '../../program/plain-steps.js';
import { playProgram } from '../../program/play.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import { generated, setupOf } from '../follow/play.fixture.js';
import { RACE_FAULTS, TornReference } from './torn.js';

const profile = BUILT_IN_PROFILES['psd-0.20'];

describe('a candidate whose calls are torn apart', () => {
  it.each(RACE_FAULTS.map((fault) => [fault.id, fault] as const))(
    'is the reference as long as one call follows the other: %s',
    async (_, fault) => {
      const { inputs } = await generated(await setupOf('psd-0.20'), 'calls', 8, 12);
      const whole = new ReferenceAdapter({ profile });
      const torn = new TornReference(profile, fault, 1);
      for (const { steps } of inputs) {
        const plain = steps.map(withoutExpectations);
        const expected = await playProgram(plain, (op, params) => whole.call(op, params));
        const actual = await playProgram(plain, (op, params) => torn.call(op, params));
        const answers = (records: typeof actual): unknown =>
          records.map((record) => ('outcome' in record ? withoutUsed(record.outcome) : record));
        expect(answers(actual)).toEqual(answers(expected));
      }
    },
  );
});

/** What refused calls report beside the errno is left out by a torn one. */
function withoutUsed(outcome: object): object {
  const { out: _, ...rest } = outcome as { readonly out?: unknown };
  return rest;
}
