/** @module Cases about the one right that a call asks of a handle, for every right there is. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aCase, accepted, control, judged, type SuiteCase, type SuiteStep } from './suite.js';
import { openSelf } from './steps.js';

/** The rights of a token handle, as the documents number them. */
const RIGHTS: readonly (readonly [name: string, bit: number])[] = [
  ['assign-primary', 0x0001],
  ['duplicate', 0x0002],
  ['impersonate', 0x0004],
  ['query', 0x0008],
  ['query-source', 0x0010],
  ['adjust-privileges', 0x0020],
  ['adjust-groups', 0x0040],
  ['adjust-default', 0x0080],
  ['adjust-sessionid', 0x0100],
];

const EVERY_RIGHT = 0x01ff;

const hex = (mask: number): string => `0x${mask.toString(16).padStart(4, '0')}`;

function acceptedWith(
  slug: string,
  clause: ClauseId,
  mask: number,
  call: (token: string) => SuiteStep,
): SuiteCase {
  return aCase(slug, `a handle with rights ${hex(mask)} is enough`, [
    control(openSelf('o', mask)),
    accepted(clause, call('o')),
  ]);
}

function refusedWith(
  slug: string,
  clause: ClauseId,
  mask: number,
  call: (token: string) => SuiteStep,
): SuiteCase {
  return aCase(slug, `a handle with rights ${hex(mask)} is not enough`, [
    control(openSelf('all', EVERY_RIGHT)),
    accepted(clause, call('all')),
    control(openSelf('o', mask)),
    judged(clause, call('o')),
  ]);
}

/**
 * For every right: a handle with this right alone, and one with all but this right. `call` makes
 * the call on the handle bound to a name, which leads to the worker's own primary token. @public
 */
export function handleRightCases(
  clause: ClauseId,
  needed: number,
  call: (token: string) => SuiteStep,
): readonly SuiteCase[] {
  return RIGHTS.flatMap(([name, bit]) => {
    const [only, without] =
      bit === needed ? [acceptedWith, refusedWith] : [refusedWith, acceptedWith];
    return [
      only(`only-${name}`, clause, bit, call),
      without(`without-${name}`, clause, EVERY_RIGHT & ~bit, call),
    ];
  });
}
