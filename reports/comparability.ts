/** @module What two reports differ in as runs, and what can still be compared between them. */
import type { Report } from '../harness/report.js';

/** Something about the runs that is not the same, and what follows from it. @public */
export interface Hindrance {
  readonly what:
    | 'scope'
    | 'profile'
    | 'candidate'
    | 'capabilities'
    | 'suite'
    | 'catalogue'
    | 'rulings'
    | 'tool'
    | 'seed'
    | 'extent';
  readonly before: string;
  readonly after: string;
  /** One sentence: what can and what cannot be compared. */
  readonly meaning: string;
}

/** Reports of different scopes have no case in common. @internal */
export function incomparable(before: Report, after: Report): boolean {
  return before.scope !== after.scope;
}

/** Whether a report holds only a part of the cases of its profile and scope. @internal */
export function isPartial(report: Report): boolean {
  return report.interrupted || report.selection.length > 0 || report.shard.of > 1;
}

/** Everything that differs, what weighs most first. @internal */
export function hindrances(before: Report, after: Report): readonly Hindrance[] {
  return ROWS.flatMap(({ what, of, meaning }) => {
    const [from, to] = [of(before), of(after)];
    if (from === to) return [];
    const words = typeof meaning === 'string' ? meaning : meaning(before, after);
    return words === undefined ? [] : [{ what, before: from, after: to, meaning: words }];
  });
}

interface Row {
  readonly what: Hindrance['what'];
  readonly of: (report: Report) => string;
  /** Undefined: after all of no consequence. */
  readonly meaning: string | ((before: Report, after: Report) => string | undefined);
}

const ROWS: readonly Row[] = [
  {
    what: 'scope',
    of: ({ scope }) => scope,
    meaning: 'The scopes have no case in common: nothing can be compared.',
  },
  {
    what: 'profile',
    of: ({ profile }) => profile,
    meaning:
      'Another profile may expect another outcome of the same case: a change of verdict need not ' +
      'be a change of the candidate. New and gone cases follow from the profiles.',
  },
  {
    what: 'candidate',
    of: ({ candidate }) => candidate.name,
    meaning: 'These are two candidates: the lists say how they differ, not what changed in one.',
  },
  {
    what: 'capabilities',
    of: ({ candidate }) => [...candidate.capabilities].sort().join(' '),
    meaning: 'Other capabilities are claimed: cases become applicable or stop to be.',
  },
  {
    what: 'suite',
    of: ({ digests }) => digests.suite,
    meaning: suiteMeaning,
  },
  {
    what: 'catalogue',
    of: ({ digests }) => digests.catalogue,
    meaning:
      'The clauses were edited in between: a verdict may differ because a clause is judged ' +
      'otherwise.',
  },
  {
    what: 'rulings',
    of: ({ digests }) => digests.rulings,
    meaning: 'The rulings were edited in between: contradictions may be judged otherwise.',
  },
  {
    what: 'tool',
    of: ({ tool }) => `${tool.name} ${tool.version}`,
    meaning: 'Another version judged: a verdict may differ because the judge does.',
  },
  {
    what: 'seed',
    of: ({ seed }) => String(seed),
    meaning: 'The seeds differ: what depends on chance may end otherwise without any change.',
  },
  {
    what: 'extent',
    of: extentOf,
    meaning:
      'The runs are not of the same extent: cases that only one of them ran are counted as not ' +
      'run, neither as new nor as gone.',
  },
];

/** The digest is over the cases that were selected: another selection has another. */
function suiteMeaning(before: Report, after: Report): string | undefined {
  if (before.profile !== after.profile) return undefined;
  if (before.selection.join('\0') !== after.selection.join('\0')) {
    return (
      'Other cases were selected, so the digests cannot say whether the suite is the same: ' +
      'cases of the same name are compared all the same.'
    );
  }
  return (
    'The cases were edited in between: one of the same name may ask for something else, so a ' +
    'change of verdict need not be a change of the candidate.'
  );
}

function extentOf(report: Report): string {
  const { index, of } = report.shard;
  const parts = [
    ...(report.interrupted ? ['cut short'] : []),
    ...(report.selection.length > 0 ? [`only ${report.selection.join(' ')}`] : []),
    ...(of > 1 ? [`shard ${index} of ${of}`] : []),
  ];
  return parts.length === 0 ? 'all cases' : parts.join(', ');
}
