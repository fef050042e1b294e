/** @module DUPLICATE: the handle that it needs, and the rights of the handle that it gives. */
import { handleRightCases } from '../language/handle-rights.js';
import {
  HANDLE_USES,
  IMPERSONATE_USE,
  INSTALL_USE,
  LOOSE_GROUPS,
  type HandleUse,
} from '../language/handle-uses.js';
import {
  aCase,
  accepted,
  control,
  defineSuite,
  refused,
  type SuiteCase,
} from '../language/suite.js';
import { aSession, aToken } from '../language/steps.js';
import { duplicate, PRIMARY } from '../language/steps-derive.js';

const TYPES = [
  { slug: 'primary', tokenType: 1, level: 0, last: INSTALL_USE, spec: {} },
  {
    slug: 'impersonation',
    tokenType: 2,
    level: 2,
    last: IMPERSONATE_USE,
    spec: { tokenType: 2, impersonationLevel: 2 },
  },
] as const;

const EVERY_RIGHT = 0x01ef;

const hex = (mask: number): string => `0x${mask.toString(16).padStart(4, '0')}`;

/** Every use of a copy with this mask: what the mask names works, the rest does not. */
function maskCase(type: (typeof TYPES)[number], mask: number): SuiteCase {
  const uses: readonly HandleUse[] = [...HANDLE_USES, type.last];
  return aCase(
    `${type.slug}-${hex(mask)}`,
    `an ${type.slug} copy asked for with ${hex(mask)} can be used for that and nothing else`,
    [
      aSession(),
      aToken('t', { ...type.spec, groups: LOOSE_GROUPS }),
      control(duplicate('d', 't', { ...type, accessMask: mask })),
      ...uses.map(({ right, of }) =>
        (mask & right) === 0 ? refused('DU-005', of('d')) : accepted('DU-005', of('d')),
      ),
    ],
  );
}

const RIGHTS = [0x0001, 0x0002, 0x0004, 0x0008, 0x0020, 0x0040, 0x0080, 0x0100];
const MASKS = [...RIGHTS, ...RIGHTS.map((right) => EVERY_RIGHT & ~right), EVERY_RIGHT, 0x01ff];

/** The mask asked for decides, not that of the source's handle. */
const NARROW_SOURCES = [0x0002, 0x000a, 0x0022];

export default defineSuite('duplicate', 'handle', [
  handleRightCases('DU-017', 0x0002, (token) => duplicate('d', token, { tokenType: PRIMARY })),
  TYPES.flatMap((type) => MASKS.map((mask) => maskCase(type, mask))),
  NARROW_SOURCES.map((source) =>
    aCase(`from-${hex(source)}`, `a handle with ${hex(source)} gives a copy with more rights`, [
      aSession(),
      aToken('t', { groups: LOOSE_GROUPS }),
      control(duplicate('narrow', 't', { accessMask: source })),
      control(duplicate('d', 'narrow', { accessMask: EVERY_RIGHT })),
      ...[...HANDLE_USES, INSTALL_USE].map(({ of }) => accepted('DU-005', of('d'))),
    ]),
  ),
]);
