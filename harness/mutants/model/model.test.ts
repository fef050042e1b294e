import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import { MODEL_TESTS } from './index.js';
import { Departure, Script } from './script.js';

describe('the reference beyond the clauses', () => {
  it.each(MODEL_TESTS.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    const adapter = new ReferenceAdapter({ profile: BUILT_IN_PROFILES[one.profile] });
    await one.run(new Script((op, params) => adapter.call(op, params), one.profile));
  });

  it('is told where it departs', async () => {
    const refuses = new Script(
      () => Promise.resolve({ kind: 'refused', errno: 'EIO', number: 5 }),
      'psd-0.22',
    );
    await expect(refuses.ok('kacs_revert')).rejects.toThrow(Departure);
    await expect(refuses.refused('EPERM', 'kacs_revert')).rejects.toThrow(Departure);
    await expect(refuses.impossible('kacs_revert', {}, 'a')).rejects.toThrow(Departure);
    expect(() => refuses.same('it', 1n, 2n)).toThrow('it: expected "0x2", got "0x1"');
  });
});
