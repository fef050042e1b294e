/** @module The other lists: restricting SIDs, capabilities, device groups. */
import {
  aCase,
  accepted,
  asserts,
  defineSuite,
  judged,
  type SuiteStep,
} from '../language/suite.js';
import { aSession, createToken, is, query, tokenSpec, USER } from '../language/steps.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';

const SIDS = ['S-1-5-11', 'S-1-5-21-1-2-3-1001', 'S-1-15-3-1', 'S-1-5-32-545'] as const;
const ALL_PACKAGES = 'S-1-15-2-1';

type Entry = { readonly sid: string; readonly attributes: number };

const entries = (count: number, attributes = 0): readonly Entry[] =>
  SIDS.slice(0, count).map((sid) => ({ sid, attributes }));

/** R49: what the query returns for the attributes is as supplied, or zero. */
function lists(clause: ClauseId, kind: QueryClassName, supplied: readonly Entry[]): SuiteStep[] {
  return [
    asserts(clause, query('n', 't', kind), is.equals('decoded.length', supplied.length)),
    ...supplied.flatMap(({ sid, attributes }, n) => [
      asserts(clause, query(`s${n}`, 't', kind), is.equals(`decoded[${n}].sid`, sid)),
      asserts(
        clause,
        query(`a${n}`, 't', kind),
        is.oneOf(`decoded[${n}].attributes`, [attributes, 0]),
      ),
    ]),
  ];
}

const PRESENCE: readonly (readonly [ClauseId, string, QueryClassName])[] = [
  ['TV-021', 'restrictedSids', 'RESTRICTED_SIDS'],
  ['TV-022', 'capabilities', 'CAPABILITIES'],
];

const CONFINED = { confinementSid: USER } as const;
const capability = (sid: string): Entry => ({ sid, attributes: 0 });
const NEIGHBOURS = ['S-1-15-2-2', 'S-1-15-2', 'S-1-15-2-1-1', 'S-1-15-3-1', 'S-1-5-2-1'] as const;

export default defineSuite('token-spec-variable', 'lists', [
  PRESENCE.flatMap(([clause, section, kind]) =>
    [1, 2, 3, 4].flatMap((count) =>
      [0, 7].map((attributes) =>
        aCase(
          `${section}-${count}-${attributes}`,
          `${count} of ${section} with attributes ${attributes} read back in order`,
          [
            aSession(),
            accepted(
              clause,
              createToken('t', tokenSpec({ ...CONFINED, [section]: entries(count, attributes) })),
            ),
            ...lists(clause, kind, entries(count, attributes)),
          ],
        ),
      ),
    ),
  ),
  [1, 2, 3, 4].map((count) =>
    aCase(`device-groups-${count}`, `${count} device groups read back as supplied`, [
      aSession(),
      accepted('TV-042', createToken('t', tokenSpec({ deviceGroups: entries(count, 7) }))),
      asserts(
        'TV-042',
        query('q', 't', 'DEVICE_GROUPS'),
        is.equals('decoded', [...entries(count, 7)]),
      ),
    ]),
  ),
  [1, 2, 3, 4].map((count) =>
    aCase(`restricted-device-groups-${count}`, `${count} restricted device groups are accepted`, [
      aSession(),
      judged('TV-043', createToken('t', tokenSpec({ restrictedDeviceGroups: entries(count, 7) }))),
    ]),
  ),
  [0, 1, 2].map((place) =>
    aCase(`all-packages-${place}`, `S-1-15-2-1 as capability ${place}, by the profile's rule`, [
      aSession(),
      accepted(['TV-037'], createToken('c', tokenSpec({ ...CONFINED, capabilities: entries(2) }))),
      judged(
        ['TV-037', 'TV-044'],
        createToken(
          't',
          tokenSpec({
            ...CONFINED,
            capabilities: [
              ...entries(2).slice(0, place),
              capability(ALL_PACKAGES),
              ...entries(2).slice(place),
            ],
          }),
        ),
      ),
    ]),
  ),
  aCase('all-packages-alone', 'S-1-15-2-1 as the only capability, by the profile’s rule', [
    aSession(),
    accepted('TV-037', createToken('c', tokenSpec({ ...CONFINED, capabilities: entries(1) }))),
    judged(
      ['TV-037', 'TV-044'],
      createToken('t', tokenSpec({ ...CONFINED, capabilities: [capability(ALL_PACKAGES)] })),
    ),
  ]),
  NEIGHBOURS.map((sid) =>
    aCase(`not-all-packages-${sid}`, `the capability ${sid} is not S-1-15-2-1: accepted`, [
      aSession(),
      accepted(
        'TV-037',
        createToken('t', tokenSpec({ ...CONFINED, capabilities: [capability(sid)] })),
      ),
    ]),
  ),
  aCase('all-packages-listed', 'S-1-15-2-1 is listed when supplied', [
    aSession(),
    accepted(
      'TV-044',
      createToken(
        't',
        tokenSpec({ ...CONFINED, capabilities: [...entries(1), capability(ALL_PACKAGES)] }),
      ),
    ),
    asserts('TV-045', query('q', 't', 'CAPABILITIES'), is.equals('decoded.length', 2)),
    asserts('TV-045', query('q', 't', 'CAPABILITIES'), is.equals('decoded[1].sid', ALL_PACKAGES)),
  ]),
  [0, 1, 2].map((count) =>
    aCase(`all-packages-not-listed-${count}`, `with ${count} other capabilities it is not listed`, [
      aSession(),
      accepted(
        'TV-045',
        createToken('t', tokenSpec({ ...CONFINED, capabilities: entries(count) })),
      ),
      asserts('TV-045', query('q', 't', 'CAPABILITIES'), is.equals('decoded.length', count)),
      asserts(
        'TV-045',
        query('q', 't', 'CAPABILITIES'),
        is.absent('decoded', { sid: ALL_PACKAGES, attributes: 0 }),
      ),
    ]),
  ),
]);
