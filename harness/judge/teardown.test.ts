import { describe, expect, it } from 'vitest';
import type { Outcome } from '../program/program.js';
import type { Judgement } from './judge.js';
import { judgeSteps, refusedWith, returned, step } from './scripted.fixture.js';
import { TEARDOWN_NOTE } from './teardown.js';

const DESTROY = 'kacs_destroy_empty_session';

/** A session, and the destroy that the compiler puts behind a case. */
function tornDown(
  destroyed: Outcome,
  created: Outcome = returned({ id: '0x3e8' }),
): Promise<Judgement> {
  return judgeSteps(
    [
      step('kacs_create_session', {
        as: 's',
        expect: [{ clause: 'SS-011', is: { kind: 'recorded' } }],
      }),
      step(DESTROY, {
        args: { id: { ref: 's.id' } },
        onlyIf: { step: 's', ended: 'returned' },
        note: TEARDOWN_NOTE,
      }),
    ],
    { kacs_create_session: created, [DESTROY]: destroyed },
  );
}

describe('the teardown', () => {
  it('is content with a session that can be destroyed', async () => {
    expect((await tornDown(returned())).verdict).toBe('info');
  });

  it('is content with a session that is gone', async () => {
    expect((await tornDown(refusedWith('ENOENT'))).verdict).toBe('info');
  });

  it.each(['EBUSY', 'EINVAL', 'EPERM'])('reports a session that leaked: %s', async (errno) => {
    const judgement = await tornDown(refusedWith(errno));
    expect(judgement.verdict).toBe('fail');
    expect(judgement.failures).toEqual([
      {
        step: -1,
        symptom: 'leaked',
        message: 'session 0x3e8 is neither gone nor empty after its case',
        expected: 'gone, or destroyable (PSD-004 §4.7)',
        actual: `refused with ${errno}`,
      },
    ]);
  });

  it('accuses no clause of a leak', async () => {
    expect((await tornDown(refusedWith('EBUSY'))).clauses).toEqual({ 'SS-011': 'info' });
  });

  it('reports a crash while destroying', async () => {
    const judgement = await tornDown({ kind: 'crashed', detail: 'gone' });
    expect(judgement.verdict).toBe('fail');
    expect(judgement.failures.map(({ symptom }) => symptom)).toEqual(['crashed', 'leaked']);
  });

  it('skips a session that was never made', async () => {
    const judgement = await tornDown(refusedWith('EBUSY'), refusedWith('EPERM'));
    expect(judgement).toMatchObject({ verdict: 'info', failures: [] });
  });

  it('leaves destroys of the case itself alone', async () => {
    const { verdict } = await judgeSteps([step(DESTROY, { args: { id: '0x1' } })], {
      [DESTROY]: refusedWith('EBUSY'),
    });
    expect(verdict).toBe('pass');
  });
});
