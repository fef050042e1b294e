/** @module The payloads of the 24 query classes: abi.md, "Query classes". */

import { type Content, defineLayout, type Layout } from './layout.js';
import type { FieldRule } from './rule.js';
import { behind, derived, part, reserved, SID_CONTENT, value } from './rows.js';
import type { ScalarType } from './scalar.js';

const EXACT = { id: 'payload.consumesExactly', kind: 'consumesExactly' } as const;
const FITS = { id: 'header.fits', kind: 'fits' } as const;

function number(
  n: number,
  doc: string,
  type: ScalarType,
  rules: readonly FieldRule[] = [],
): Layout {
  return defineLayout({
    name: `QUERY_${n}`,
    doc,
    unwrap: 'value',
    rows: [value(0, 'value', type, doc, rules)],
    rules: [FITS, EXACT],
  });
}

function whole(n: number, doc: string, content: Content, optional = false): Layout {
  return defineLayout({
    name: `QUERY_${n}`,
    doc,
    unwrap: 'value',
    ...(optional ? { emptyIsAbsent: true as const } : {}),
    rows: [part('value', { kind: 'follows' }, content, doc)],
    rules: [EXACT],
  });
}

/** A claim buffer uses all bytes by itself. */
function claims(n: number, doc: string): Layout {
  return defineLayout({
    name: `QUERY_${n}`,
    doc,
    unwrap: 'value',
    rows: [part('value', { kind: 'follows' }, { kind: 'structure', of: 'CLAIM_BUFFER' }, doc)],
    rules: [],
  });
}

function list(n: number, doc: string): Layout {
  return defineLayout({
    name: `QUERY_${n}`,
    doc,
    unwrap: 'entries',
    rows: [
      derived(0, 'count', 'u32le', 'count', 'entries', 'Number of entries.'),
      part(
        'entries',
        { kind: 'follows', count: 'count' },
        { kind: 'list', element: { kind: 'structure', of: 'SID_AND_ATTRIBUTES' } },
        'The entries, one behind the other.',
        [{ id: 'entries.fits', kind: 'fits' }],
      ),
    ],
    rules: [FITS, EXACT],
  });
}

const ACL_CONTENT: Content = { kind: 'structure', of: 'ACL' };

/** @public */
export const QUERIES: readonly Layout[] = [
  whole(1, 'TokenUser: the user SID.', SID_CONTENT),
  list(2, 'TokenGroups.'),
  defineLayout({
    name: 'QUERY_3',
    doc: 'TokenPrivileges: four masks.',
    rows: [
      value(0, 'present', 'u64le', 'Privileges the token has.'),
      value(8, 'enabled', 'u64le', 'Privileges that are enabled.'),
      value(16, 'enabledByDefault', 'u64le', 'Privileges that are enabled by default.'),
      value(24, 'used', 'u64le', 'Privileges that have been used.'),
    ],
    rules: [FITS, EXACT],
  }),
  number(4, 'TokenType: 1 primary, 2 impersonation.', 'u32le', [
    { id: 'value.oneOf', kind: 'oneOf', values: [1, 2] },
  ]),
  whole(5, 'TokenIntegrityLevel: S-1-16-n.', SID_CONTENT),
  whole(6, 'TokenOwner.', SID_CONTENT),
  whole(7, 'TokenPrimaryGroup.', SID_CONTENT),
  number(8, 'TokenSessionId, or TokenInteractivityScope.', 'u32le'),
  list(9, 'TokenRestrictedSids.'),
  defineLayout({
    name: 'QUERY_10',
    doc: 'TokenSource.',
    rows: [
      value(0, 'name', 'bytes8', 'Name of the creating component.'),
      value(8, 'id', 'u64le', 'LUID of the creating component.'),
    ],
    rules: [FITS, EXACT],
  }),
  defineLayout({
    name: 'QUERY_11',
    doc: 'TokenStatistics; the identity is a LUID of 8 bytes or a GUID of 16 (R14).',
    rows: [
      part('identity', { kind: 'follows', allBut: 32 }, { kind: 'bytes' }, 'Identity.'),
      behind('identity', value(0, 'sessionId', 'u64le', 'Id of the owning session.')),
      behind('identity', value(8, 'modifiedId', 'u64le', 'Changes with each modification.')),
      behind('identity', value(16, 'tokenType', 'u32le', '1 primary, 2 impersonation.')),
      behind('identity', reserved(20, 'pad', 'u32le', 'Padding.')),
      behind('identity', value(24, 'expiration', 'u64le', 'Expiration time.')),
    ],
    rules: [
      { id: 'payload.size40', kind: 'sizeOneOf', sizes: [40], when: { R14: '40-bytes' } },
      { id: 'payload.size48', kind: 'sizeOneOf', sizes: [48], when: { R14: '48-bytes' } },
      { id: 'payload.size', kind: 'sizeOneOf', sizes: [40, 48], when: { R14: 'detect' } },
    ],
  }),
  number(12, 'TokenOrigin.', 'u64le'),
  number(13, 'TokenElevationType: 1 default, 2 full, 3 limited.', 'u32le', [
    { id: 'value.oneOf', kind: 'oneOf', values: [1, 2, 3] },
  ]),
  list(14, 'TokenDeviceGroups.'),
  whole(15, 'TokenAppContainerSid, or nothing.', SID_CONTENT, true),
  list(16, 'TokenCapabilities.'),
  number(17, 'TokenMandatoryPolicy.', 'u32le'),
  number(18, 'TokenLogonType.', 'u32le', [
    { id: 'value.oneOf', kind: 'oneOf', values: [2, 3, 4, 5, 8, 9] },
  ]),
  whole(19, 'TokenLogonSid.', SID_CONTENT),
  defineLayout({
    name: 'QUERY_20',
    doc: 'TokenDefaultDacl, or nothing.',
    unwrap: 'value',
    emptyIsAbsent: true,
    rows: [part('value', { kind: 'follows' }, ACL_CONTENT, 'The ACL.')],
    rules: [],
  }),
  number(21, 'TokenImpersonationLevel, 0 to 3.', 'u32le', [
    { id: 'value.range', kind: 'range', min: 0, max: 3 },
  ]),
  claims(22, 'TokenUserClaims; nothing for none.'),
  claims(23, 'TokenDeviceClaims; nothing for none.'),
  defineLayout({
    name: 'QUERY_24',
    doc: 'TokenProjectedSupplementaryGids.',
    unwrap: 'values',
    rows: [
      derived(0, 'count', 'u32le', 'count', 'values', 'Number of GIDs.'),
      part(
        'values',
        { kind: 'follows', count: 'count' },
        { kind: 'numbers', type: 'u32le' },
        'The GIDs.',
        [{ id: 'values.fits', kind: 'fits' }],
      ),
    ],
    rules: [FITS, EXACT],
  }),
];
