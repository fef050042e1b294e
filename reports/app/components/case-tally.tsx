/** @module The cases counted by verdict, each number a way to its cases. */
import type { VNode } from 'preact';
import type { Report, Verdict } from '../../../harness/report.js';
import { executedCases, totalCases } from '../../summary.js';
import { shadeOf, VERDICT_LABELS, VERDICT_MEANINGS } from '../../verdict-words.js';
import { groupDigits } from '../../visible-text.js';
import { linkTo } from '../router.js';

const EXECUTED: readonly Verdict[] = ['pass', 'info', 'warn', 'fail', 'unstable'];
const OTHERS: readonly Verdict[] = ['notApplicable', 'couldNotRun', 'harnessError'];

/** @internal */
export function CaseTally({ report }: { readonly report: Report }): VNode {
  const executed = executedCases(report);
  return (
    <section class="tally" aria-labelledby="tally-title">
      <div class="section-head">
        <h2 id="tally-title">Cases</h2>
        <p class="soft">
          {groupDigits(executed)} executed, {groupDigits(totalCases(report) - executed)} not
        </p>
      </div>
      <ul>
        {[...EXECUTED, ...OTHERS].map((verdict) => (
          <Count key={verdict} verdict={verdict} count={report.cases[verdict]} />
        ))}
      </ul>
    </section>
  );
}

function Count({ verdict, count }: { readonly verdict: Verdict; readonly count: number }): VNode {
  const words = (
    <>
      <b>{groupDigits(count)}</b> <span>{VERDICT_LABELS[verdict]}</span>
    </>
  );
  const shade = count === 0 ? 'none' : shadeOf(verdict);
  return (
    <li class={shade} title={VERDICT_MEANINGS[verdict]}>
      {count === 0 ? (
        <span>{words}</span>
      ) : (
        <a href={linkTo('cases', '', { status: verdict })}>{words}</a>
      )}
    </li>
  );
}
