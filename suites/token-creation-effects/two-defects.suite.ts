/** @module Two things wrong at once with a token spec, its memory or its caller. */
import { withoutPrivilege } from '../language/defects.js';
import { precedenceCases, type Defect } from '../language/precedence.js';
import { aSession, createToken, ref, tokenSpec, type Placement } from '../language/steps.js';
import { defineSuite } from '../language/suite.js';
import { edit, type Edit, type TemplateValue } from '../language/template.js';

type Change = readonly [
  slug: string,
  value: Readonly<Record<string, TemplateValue>>,
  edits: readonly Edit[],
];

/** Defects of the bytes; every pair of them is one spec. */
const CHANGES: readonly Change[] = [
  ['version', {}, [edit.put(0, 4, 3)]],
  ['token-type', {}, [edit.set('tokenType', 3)]],
  ['level', {}, [edit.set('impersonationLevel', 2)]],
  ['unknown-session', { sessionId: '0x7ffffffffffffffe' }, []],
  ['logon-sid', { groups: [{ sid: ref('s.logonSid'), attributes: 7 }] }, []],
  ['owner', { ownerIndex: 200 }, []],
  ['isolation', { isolationBoundary: 1 }, []],
];

const NONE: Placement = {};
const specOf = (...changes: readonly Change[]) =>
  tokenSpec(
    Object.assign({}, ...changes.map(([, value]) => value)) as Change[1],
    changes.flatMap(([, , edits]) => edits),
    NONE,
  );

const BYTES: readonly Defect[] = CHANGES.map((change) => ({
  slug: change[0],
  args: { spec: specOf(change) },
}));

const PAIRS: readonly Defect[] = CHANGES.flatMap((first, n) =>
  CHANGES.slice(n + 1).map((second) => ({
    slug: `${first[0]}-and-${second[0]}`,
    args: { spec: specOf(first, second) },
  })),
);

export default defineSuite('token-creation-effects', 'two-defects', [
  precedenceCases({
    clause: 'TC-014',
    given: [aSession()],
    call: createToken('x'),
    repeatable: true,
    defects: [
      withoutPrivilege(2),
      { slug: 'unmapped', args: { pointer: 'unmapped' } },
      { slug: 'too-long', args: { length: '0x100000' } },
      ...BYTES,
    ],
    needs: ['adjust'],
  }),
  // Two defects of one spec, and nothing wrong with the caller.
  PAIRS.flatMap((pair) =>
    precedenceCases({
      clause: 'TC-014',
      given: [aSession()],
      call: createToken('x'),
      repeatable: true,
      defects: [pair, { slug: 'in-one-spec' }],
    }),
  ),
]);
