/**
 * @module Token specs made by hand: bytes and literal header offsets as the documents print them
 * (the token-spec page for `wide`, PSD-004 §13.6(5) for `packed`), so that a wrong layout table of
 * our own cannot hide.
 */
import { PLAIN_TOKEN, ref, tokenSpec, USER } from '../language/steps.js';
import type { SuiteArgument, SuiteStep } from '../language/suite.js';
import { edit, type BytesTemplate, type Edit, type TemplateValue } from '../language/template.js';

/** The two forms of the header. @internal */
export type Form = 'wide' | 'packed';

/** @internal */
export type SectionName =
  | 'user'
  | 'groups'
  | 'restrictedSids'
  | 'deviceGroups'
  | 'restrictedDeviceGroups'
  | 'userClaims'
  | 'deviceClaims'
  | 'defaultDacl'
  | 'confinementSid'
  | 'capabilities'
  | 'gids'
  | 'registry';

/** Both forms. @internal */
export const FORMS: readonly Form[] = ['wide', 'packed'];

/** Where the offset of a section stands, and where its length or count, if it has one. @internal */
export const HEADER: Readonly<
  Record<Form, Partial<Record<SectionName, readonly [offset: number, size?: number]>>>
> = {
  wide: {
    user: [56, 60],
    groups: [64, 68],
    restrictedSids: [72, 76],
    deviceGroups: [80, 84],
    restrictedDeviceGroups: [88, 92],
    userClaims: [96, 100],
    deviceClaims: [104, 108],
    defaultDacl: [112, 116],
    confinementSid: [152, 156],
    capabilities: [160, 164],
    gids: [184, 188],
  },
  packed: {
    user: [88],
    groups: [92, 96],
    defaultDacl: [100, 104],
    userClaims: [108, 112],
    deviceClaims: [116, 120],
    deviceGroups: [124, 128],
    restrictedSids: [132, 136],
    confinementSid: [140, 144],
    capabilities: [148, 152],
    gids: [160, 164],
    restrictedDeviceGroups: [168, 172],
    registry: [188],
  },
};

/** The bytes of a section; `count` where the packed header counts entries. @internal */
export interface Section {
  readonly name: SectionName;
  readonly hex: string;
  readonly count?: number;
}

/** Little-endian hex. @internal */
export function number(value: number | bigint, width = 4): string {
  return Array.from({ length: width }, (_, i) =>
    Number((BigInt(value) >> BigInt(8 * i)) & 0xffn)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}

/** The bytes of a SID given as text. @internal */
export function sid(text: string): string {
  const [, revision = '1', authority = '0', ...subs] = text.split('-');
  const head = number(Number(revision), 1) + number(subs.length, 1);
  const six = BigInt(authority).toString(16).padStart(12, '0');
  return head + six + subs.map((sub) => number(Number(sub))).join('');
}

/** A list entry. @internal */
export type Entry = { readonly sid: string; readonly attributes: number };

/** `count` entries with different SIDs. @internal */
export function entries(count: number, attributes: number, prefix = 'S-1-5-21-7-8-9'): Entry[] {
  return Array.from({ length: count }, (_, n) => ({ sid: `${prefix}-${n + 1}`, attributes }));
}

/** A list section: behind a count word in the wide form, bare in the packed one. @internal */
export function list(form: Form, name: SectionName, items: readonly Entry[]): Section {
  const bytes = items
    .map((item) => {
      const one = sid(item.sid);
      return number(one.length / 2) + one + number(item.attributes);
    })
    .join('');
  return { name, hex: form === 'wide' ? number(items.length) + bytes : bytes, count: items.length };
}

/** The user section. @internal */
export function user(text: string = USER): Section {
  return { name: 'user', hex: sid(text) };
}

/** @internal */
export function gids(...values: readonly number[]): Section {
  return { name: 'gids', hex: values.map((gid) => number(gid)).join(''), count: values.length };
}

/** An ACL of access-allowed ACEs for Everyone, 8 + 20 × `count` bytes. @internal */
export function acl(count: number): string {
  const ace = `00001400${number(0x20008)}${sid('S-1-1-0')}`;
  return `0200${number(8 + 20 * count, 2)}${number(count, 2)}0000${ace.repeat(count)}`;
}

/** A claim buffer of `count` UINT64 claims named a, b, c, … with the values 1, 2, 3, … @internal */
export function claims(count: number): string {
  return Array.from(
    { length: count },
    (_, n) =>
      `20000000${'1c000000'}02000000${'00000000'}01000000${'14000000'}` +
      `${number(n + 1, 8)}${number(0x61 + n, 2)}0000`,
  ).join('');
}

type ClaimValue = {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly values: readonly string[];
};

/** What a query shows of {@link claims}. @internal */
export function claimValues(count: number): readonly ClaimValue[] {
  return Array.from({ length: count }, (_, n) => ({
    name: String.fromCharCode(0x61 + n),
    type: 2,
    flags: 0,
    values: [`0x${(n + 1).toString(16)}`],
  }));
}

/** Edits that write touching sections behind the header and point the header at them. @internal */
export function sectionEdits(form: Form, sections: readonly Section[]): Edit[] {
  const hex = sections.map((section) => section.hex).join('');
  const edits: Edit[] = [edit.truncate(192), edit.pad(192 + hex.length / 2), edit.write(192, hex)];
  let at = 192;
  for (const section of sections) {
    const [offset = 0, size] = HEADER[form][section.name] ?? [];
    edits.push(edit.put(offset, 4, at));
    const length = section.hex.length / 2;
    const counted = form === 'packed' ? (section.count ?? length) : length;
    if (size !== undefined) edits.push(edit.put(size, 4, counted));
    at += length;
  }
  return edits;
}

/** A plain token with exactly these sections, and edits behind them. @internal */
export function handmade(
  form: Form,
  sections: readonly Section[],
  edits: readonly Edit[] = [],
  value: Readonly<Record<string, TemplateValue | undefined>> = {},
): BytesTemplate {
  const bare = { ...PLAIN_TOKEN, groups: undefined, ...value };
  return tokenSpec(bare, [...sectionEdits(form, sections), ...edits]);
}

/** A section of 4208 bytes, so that what follows starts behind the first 4 KiB. @internal */
export function filler(form: Form, beside: SectionName): Section {
  return beside === 'defaultDacl'
    ? list(form, 'restrictedSids', entries(130, 0))
    : { name: 'defaultDacl', hex: acl(210) };
}

/** The three places of a section. @internal */
export function places(
  form: Form,
  section: Section,
): readonly (readonly [string, readonly Section[]])[] {
  return [
    ['directly behind the header', [section, user()]],
    ['behind the user SID', [user(), section]],
    ['behind more than 4 KiB', [user(), filler(form, section.name), section]],
  ];
}

const SESSION_AT: Readonly<Record<Form, number>> = { wide: 24, packed: 56 };

/**
 * kacs_create_token of a spec without any help of the tables: version 2, primary, medium integrity,
 * the ordinary user, and `width` bytes of the session's id at the literal offset. @internal
 */
export function createRaw(
  as: string,
  form: Form,
  session: string,
  { width = 8, upper = 0 }: { readonly width?: number; readonly upper?: number } = {},
): SuiteStep {
  const at = SESSION_AT[form];
  const header: Record<Form, readonly (readonly [number, number])[]> = {
    wide: [
      [0, 2],
      [4, 1],
      [12, 8192],
      [16, 1],
      [at + 4, upper],
      [56, 192],
      [60, 28],
      [176, 1001],
      [180, 1001],
    ],
    packed: [
      [0, 2],
      [4, 1],
      [8, 8192],
      [12, 1],
      [36, 1001],
      [40, 1001],
      [at + 4, upper],
      [88, 192],
    ],
  };
  let hex = '00'.repeat(192) + sid(USER);
  for (const [offset, value] of header[form]) {
    hex = hex.slice(0, offset * 2) + number(value) + hex.slice(offset * 2 + 8);
  }
  const spec: SuiteArgument = { hex, patches: [{ at, width, ...ref(`${session}.id`) }] };
  return { as, op: 'kacs_create_token', args: { spec } };
}
