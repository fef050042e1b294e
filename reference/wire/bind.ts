/** @module A wire: the layout tables bound to one profile, without the rules that do not hold. */

import type { Profile, Switches } from '../profiles/built-in.generated.js';
import {
  ACE,
  ACL,
  CALLBACK_ACE_BODY,
  CALLBACK_OBJECT_ACE_BODY,
  OBJECT_ACE_BODY,
  SID_ACE_BODY,
} from './acl.layout.js';
import { CLAIM_BUFFER, CLAIM_DIRECT, CLAIM_INDIRECT, CLAIM_SLOT } from './claims.layout.js';
import type { Layout, Row } from './layout.js';
import { isField } from './layout.js';
import { QUERIES } from './queries.layout.js';
import { REGISTRY_EXTENSION } from './registry-extension.layout.js';
import type { Bound, Rule, When } from './rule.js';
import { SECURITY_DESCRIPTOR } from './security-descriptor.layout.js';
import { SESSION_SPEC } from './session-spec.layout.js';
import { BARE_SID_LIST, SID_AND_ATTRIBUTES, SID_LIST } from './sid-list.layout.js';
import { SID } from './sid.layout.js';
import { TOKEN_SPEC_PACKED, TOKEN_SPEC_PACKED_REGISTRY } from './token-spec-packed.layout.js';
import { TOKEN_SPEC_WIDE } from './token-spec-wide.layout.js';

type QueryNumber =
  | 1
  | 2
  | 3
  | 4
  | 5
  | 6
  | 7
  | 8
  | 9
  | 10
  | 11
  | 12
  | 13
  | 14
  | 15
  | 16
  | 17
  | 18
  | 19
  | 20
  | 21
  | 22
  | 23
  | 24;

/** Every structure that can be encoded and decoded by itself. @public */
export type StructureName =
  | 'SID'
  | 'SID_AND_ATTRIBUTES'
  | 'SID_LIST'
  | 'BARE_SID_LIST'
  | 'ACL'
  | 'ACE'
  | 'SID_ACE_BODY'
  | 'CALLBACK_ACE_BODY'
  | 'CALLBACK_OBJECT_ACE_BODY'
  | 'OBJECT_ACE_BODY'
  | 'CLAIM'
  | 'CLAIM_SLOT'
  | 'CLAIM_BUFFER'
  | 'REGISTRY_EXTENSION'
  | 'SECURITY_DESCRIPTOR'
  | 'SESSION_SPEC'
  | 'TOKEN_SPEC'
  | `QUERY_${QueryNumber}`;

/** A rule that is switched off below one place only (fault injection). @public */
export interface RuleException {
  readonly structure: StructureName;
  readonly rule: string;
  readonly place: string;
}

/** The tables of a profile. @public */
export interface Wire {
  readonly profile: Profile;
  readonly structures: Readonly<Record<StructureName, Layout>>;
  /** Empty except under fault injection. */
  readonly exceptions: readonly RuleException[];
}

const WIRES = new WeakMap<Profile, Wire>();

/** The tables of a profile; the same object each time. @public */
export function wireOf(profile: Profile): Wire {
  const known = WIRES.get(profile);
  if (known !== undefined) return known;
  const structures: Record<string, Layout> = {};
  for (const layout of layoutsOf(profile)) structures[layout.name] = bind(layout, profile);
  const wire: Wire = {
    profile,
    structures: structures as Record<StructureName, Layout>,
    exceptions: [],
  };
  WIRES.set(profile, wire);
  return wire;
}

const TOKEN_SPECS = {
  wide: TOKEN_SPEC_WIDE,
  packed: TOKEN_SPEC_PACKED,
  'packed-registry': TOKEN_SPEC_PACKED_REGISTRY,
} as const;

/** The structures of which there are several layouts. @internal */
export const VARIANTS: Readonly<Record<string, readonly Layout[]>> = {
  TOKEN_SPEC: Object.values(TOKEN_SPECS),
  CLAIM: [CLAIM_DIRECT, CLAIM_INDIRECT],
};

function layoutsOf(profile: Profile): readonly Layout[] {
  return [
    SID,
    SID_AND_ATTRIBUTES,
    SID_LIST,
    BARE_SID_LIST,
    ACL,
    ACE,
    SID_ACE_BODY,
    OBJECT_ACE_BODY,
    CALLBACK_ACE_BODY,
    CALLBACK_OBJECT_ACE_BODY,
    profile.claims === 'direct' ? CLAIM_DIRECT : CLAIM_INDIRECT,
    CLAIM_SLOT,
    CLAIM_BUFFER,
    REGISTRY_EXTENSION,
    SECURITY_DESCRIPTOR,
    SESSION_SPEC,
    TOKEN_SPECS[profile.layout],
    ...QUERIES,
  ];
}

function bind(layout: Layout, profile: Profile): Layout {
  return {
    ...layout,
    rows: layout.rows.map((row) => bindRow(row, profile)),
    rules: bindRules(layout.rules, profile),
  };
}

function bindRow(row: Row, profile: Profile): Row {
  if (isField(row)) return { ...row, rules: bindRules(row.rules, profile) };
  return { ...row, rules: bindRules(row.rules, profile) };
}

/** The rules that hold, with the profile's numbers in place of references to its ABI. @internal */
export function bindRules<R extends Rule>(rules: readonly R[], profile: Profile): readonly R[] {
  return rules.flatMap((rule) => {
    if (!holds(rule.when, profile.switches)) return [];
    const bound: Record<string, unknown> = { ...rule };
    for (const key of ['value', 'min', 'max']) {
      if (bound[key] === undefined) continue;
      const number = resolve(bound[key] as Bound, profile);
      if (number === null) return [];
      bound[key] = number;
    }
    return [bound as unknown as R];
  });
}

function holds(when: When | undefined, switches: Switches): boolean {
  if (when === undefined) return true;
  return Object.entries(when).every(([name, wanted]) => {
    const actual = switches[name as keyof Switches];
    return Array.isArray(wanted) ? wanted.includes(actual) : wanted === actual;
  });
}

function resolve(bound: Bound, profile: Profile): number | null {
  if (typeof bound === 'number') return bound;
  const number = profile.abi[bound.abi];
  return typeof number === 'number' ? number - (bound.less ?? 0) : null;
}
