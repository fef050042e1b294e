/** @module A spec to start from: YAML with what each field is for. */
import { stringify } from 'yaml';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { fromJson, toJson, wireOf, type Json } from '../../reference/wire/wire.js';
import { STRUCTURES, type Kind } from './spec-input.js';

const SESSION = { logonType: 2, authPackage: { utf8: 'Negotiate' }, userSid: 'S-1-5-18' };

/** Fields that a layout does not have are left out by it. */
const TOKEN = {
  version: 2,
  tokenType: 1,
  impersonationLevel: 0,
  integrityLevel: 8192,
  mandatoryPolicy: 1,
  sessionId: '0x3e7',
  expiration: '0x0',
  origin: '0x0',
  auditPolicy: 0,
  interactiveSessionId: 0,
  ownerIndex: 0,
  primaryGroupIndex: 0,
  privilegesPresent: '0x800000',
  privilegesEnabled: '0x800000',
  privilegesEnabledByDefault: '0x800000',
  confinementExempt: 0,
  isolationBoundary: 0,
  writeRestricted: 0,
  userDenyOnly: 0,
  projectedUid: 65534,
  projectedGid: 65534,
  sourceName: '6578616d706c6500',
  sourceId: '0x0',
  userSid: 'S-1-5-21-1111-2222-3333-1001',
  groups: [
    { sid: 'S-1-1-0', attributes: 7 },
    { sid: 'S-1-5-11', attributes: 7 },
  ],
};

/** A well-formed spec in YAML. @internal */
export function exampleSpec(kind: Kind, profile: Profile): string {
  const wire = wireOf(profile);
  const structure = STRUCTURES[kind];
  const value = fromJson(wire, structure, kind === 'token' ? TOKEN : SESSION);
  const fields = Object.entries(toJson(wire, structure, value) as Readonly<Record<string, Json>>);
  const docs = new Map(wire.structures[structure].rows.map(({ name, doc }) => [name, doc]));
  const blocks = fields.map(([name, field]) => {
    const [first = '', ...rest] = stringify({ [name]: readable(name, field) }).split('\n');
    return [`${first.padEnd(NOTE_COLUMN)} # ${docs.get(name) ?? ''}`, ...rest].join('\n');
  });
  const head = `# A ${kind} spec of profile ${profile.id}; \`spec encode\` makes its bytes.`;
  return `${head}\n${blocks.join('')}`;
}

const NOTE_COLUMN = 38;

/** Names as text: they are easier to change. */
function readable(name: string, field: Json): Json {
  if (name !== 'authPackage' && name !== 'sourceName') return field;
  return Buffer.from(String(field), 'hex').toString('utf8').replace(/\0+$/, '');
}
