/** @module Cases in which two things are wrong at once: what answers then, no document decides. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { is } from './steps.js';
import { aCase, asserts, control, type SuiteCase, type SuiteStep } from './suite.js';

/** One thing that is wrong with a call. @public */
export interface Defect {
  readonly slug: string;
  /** What is done to the caller or the token first. */
  readonly before?: readonly SuiteStep[];
  /** Arguments instead of those of the good call. */
  readonly args?: SuiteStep['args'];
  /** Entries behind those of the good call. */
  readonly entries?: readonly object[];
}

/** @public */
export interface TwoDefects {
  /** Of a refusal of this call; both answers are put down under it. */
  readonly clause: ClauseId;
  readonly given: readonly SuiteStep[];
  readonly call: SuiteStep;
  /** Whether the good call may be made first, as a control. */
  readonly repeatable?: boolean;
  readonly defects: readonly Defect[];
  readonly needs?: readonly string[];
  /** Before the names of the cases, where a suite has several calls. */
  readonly prefix?: string;
}

/** Where every document reads alike that each of the defects is one. */
const DECIDED = { R15: '24' } as const;

/** Every pair of defects that can meet in one call. @public */
export function precedenceCases({
  clause,
  given,
  call,
  repeatable = false,
  defects,
  needs = [],
  prefix = '',
}: TwoDefects): readonly SuiteCase[] {
  return defects.flatMap((first, n) =>
    defects
      .slice(n + 1)
      .filter((second) => mayMeet(first, second))
      .map((second) => {
        const wrong = withDefects(call, [first, second]);
        const both = asserts(clause, wrong, { kind: 'recorded' });
        const expect = [...(both.expect ?? []), { is: is.refused, only: DECIDED }];
        return aCase(
          `${prefix}${first.slug}-and-${second.slug}`,
          `two defects: ${first.slug}, ${second.slug}`,
          [
            given,
            repeatable ? [control(call)] : [],
            first.before ?? [],
            second.before ?? [],
            { ...both, expect },
          ],
          { needs },
        );
      }),
  );
}

function mayMeet(first: Defect, second: Defect): boolean {
  const taken = Object.keys(first.args ?? {});
  return !Object.keys(second.args ?? {}).some((key) => taken.includes(key));
}

function withDefects(call: SuiteStep, defects: readonly Defect[]): SuiteStep {
  const { entries } = call.args;
  const more = defects.flatMap((defect) => defect.entries ?? []);
  const args = Object.assign(
    {},
    call.args,
    ...defects.map((defect) => defect.args),
  ) as typeof call.args;
  if (!Array.isArray(entries) || more.length === 0) return { ...call, args };
  return { ...call, args: { ...args, entries: [...entries, ...more] as typeof entries } };
}
