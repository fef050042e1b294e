import { expect, it } from 'vitest';
import { ALL_FAULTS } from './all-faults.js';
import { WIDE_FAULTS } from './wide.js';

it('the list of wide faults names faults that there are, each with its reason', () => {
  const ids = new Set(ALL_FAULTS.map(({ id }) => id));
  expect(Object.keys(WIDE_FAULTS).filter((id) => !ids.has(id))).toEqual([]);
  expect(Object.values(WIDE_FAULTS).filter((reason) => reason.length < 20)).toEqual([]);
});
