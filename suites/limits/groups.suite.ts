/** @module How many groups a token may have. */
import { aCase, accepted, asserts, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { adjustGroups, aSession, createToken, is, query, tokenSpec } from '../language/steps.js';

interface Group {
  readonly sid: string;
  readonly attributes: number;
}

/** So many different groups with 16-byte SIDs, each with these attributes. */
function groups(count: number, attributes: (n: number) => number = () => 7): readonly Group[] {
  return Array.from({ length: count }, (_, n) => ({
    sid: `S-1-22-2-${5000 + n}`,
    attributes: attributes(n),
  }));
}

function withGroups(as: string, list: readonly Group[]): SuiteStep {
  return createToken(as, tokenSpec({ groups: list as unknown as readonly never[] }));
}

/** Enabled, and enabled by default, or neither; never mandatory, so that it can be adjusted. */
const ENABLED = 6;
const DISABLED = 0;

/** What the seeds leave open beyond 63 is judged as the catalogue says; a token has them all. */
function unlimited(count: number): readonly SuiteStep[] {
  const list = groups(count);
  const shows = (as: string, matcher: Parameters<typeof asserts>[2]): SuiteStep => ({
    ...asserts('LM-005', query(as, 't', 'GROUPS'), matcher),
    onlyIf: { step: 't', ended: 'returned' },
  });
  return [
    judged('LM-005', withGroups('t', list)),
    shows('length', is.equals('decoded.length', count + 1)),
    ...[0, 62, 63, 64, count - 1]
      .filter((n) => n < count)
      .map((n) => shows(`group${n}`, is.contains('decoded', { ...(list[n] as Group) }))),
  ];
}

/** Group n is enabled if n is a multiple of 3 or of 64, so that every word differs. */
const isEnabled = (n: number): boolean => n % 3 === 0 || n % 64 === 0;

const WORDS = 16;
const WORD_BITS = 64;

/** The states that sixteen words report for so many groups and the logon SID behind them. */
function statesOf(count: number, changed: readonly number[] = []): readonly string[] {
  return Array.from({ length: WORDS }, (_, word) => {
    let bits = 0n;
    for (let bit = 0; bit < WORD_BITS; bit += 1) {
      const n = word * WORD_BITS + bit;
      const enabled = n === count || (n < count && isEnabled(n) !== changed.includes(n));
      if (enabled) bits |= 1n << BigInt(bit);
    }
    return `0x${bits.toString(16)}`;
  });
}

export default defineSuite('limits', 'groups', [
  [100, 1000, 2000].map((count) =>
    aCase(`by-size-${count}`, `${count} groups: all of them in the token, or no token`, [
      aSession(),
      accepted('LM-005', withGroups('control', groups(63))),
      asserts('LM-005', query('q', 'control', 'GROUPS'), is.equals('decoded.length', 64)),
      unlimited(count),
    ]),
  ),
  [63, 64].map((count) =>
    aCase(`by-size-${count}`, `${count} groups beside the logon SID`, [
      aSession(),
      accepted('LM-005', withGroups('control', groups(63))),
      unlimited(count),
    ]),
  ),
  [64, 65, 100, 1000].map((count) =>
    aCase(`at-most-64-${count}`, `63 groups are accepted, ${count} are refused`, [
      aSession(),
      accepted('LM-009', withGroups('control', groups(63))),
      asserts('LM-009', query('q', 'control', 'GROUPS'), is.equals('decoded.length', 64)),
      judged('LM-009', withGroups('t', groups(count))),
    ]),
  ),
  [65, 70, 128, 129, 500, 1023].map((count) =>
    aCase(
      `previous-state-${count}`,
      `ADJUST_GROUPS reports the states of ${count} groups and the logon SID`,
      [
        aSession(),
        withGroups(
          't',
          groups(count, (n) => (isEnabled(n) ? ENABLED : DISABLED)),
        ),
        asserts(
          'LM-014',
          adjustGroups(
            't',
            [
              { index: 0, enable: 0 },
              { index: count - 1, enable: isEnabled(count - 1) ? 0 : 1 },
            ],
            {},
            'first',
          ),
          is.equals('previousState', statesOf(count)),
        ),
        asserts(
          'LM-014',
          adjustGroups('t', [{ index: 0, enable: 1 }], {}, 'second'),
          is.equals('previousState', statesOf(count, [0, count - 1])),
        ),
      ],
    ),
  ),
  aCase('previous-state-2', 'ADJUST_GROUPS reports sixteen words for a token of few groups, too', [
    aSession(),
    withGroups(
      't',
      groups(2, () => ENABLED),
    ),
    asserts(
      'LM-014',
      adjustGroups('t', [{ index: 1, enable: 0 }], {}, 'first'),
      is.equals('previousState', ['0x7', ...Array.from({ length: 15 }, () => '0x0')]),
    ),
    asserts(
      'LM-014',
      adjustGroups('t', [{ index: 1, enable: 1 }], {}, 'second'),
      is.equals('previousState', ['0x5', ...Array.from({ length: 15 }, () => '0x0')]),
    ),
  ]),
]);
