/** @module What the `spec` commands read: bytes, or readable YAML and JSON. */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { fromHex } from '../../reference/wire/hex.js';
import {
  encode,
  fromJson,
  wireOf,
  type StructureName,
  type Wire,
} from '../../reference/wire/wire.js';
import { plainData } from '../profiles/plain-data.js';
import { oneLine } from '../protocol/excerpt.js';
import { fileName, readBounded, readText } from '../read-bounded.js';
import { UsageError } from '../usage-error.js';

/** @internal */
export type Kind = 'token' | 'session';

/** @internal */
export const STRUCTURES: Readonly<Record<Kind, StructureName>> = {
  token: 'TOKEN_SPEC',
  session: 'SESSION_SPEC',
};

/** The largest spec, as hex text, with room for spaces. */
const INPUT_BYTES_MAX = 1024 * 1024;
const WANTED = 'a spec, which has at most 65536';

/** @internal */
export interface SpecBytes {
  readonly wire: Wire;
  readonly kind: Kind;
  readonly structure: StructureName;
  readonly bytes: Uint8Array;
}

/** @internal */
export interface InputFlags {
  readonly type?: Kind;
  readonly hex?: boolean;
}

/** A spec from a file that holds its bytes, or with `hex` their hex text. @internal */
export function readSpec(file: string, profile: Profile, flags: InputFlags): SpecBytes {
  const input = readBounded(file, INPUT_BYTES_MAX, WANTED);
  const bytes = flags.hex === true ? hexBytes(input, file) : Uint8Array.from(input);
  const kind = flags.type ?? guessKind(bytes);
  return { wire: wireOf(profile), kind, structure: STRUCTURES[kind], bytes };
}

/**
 * A token spec opens with its version, 2, as a 32-bit word. A session record that begins so would
 * have an empty package and a SID of a multiple of 256 bytes: there is none.
 */
function guessKind(bytes: Uint8Array): Kind {
  const opensLikeToken = bytes[0] === 2 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0;
  return opensLikeToken ? 'token' : 'session';
}

function hexBytes(input: Buffer, file: string): Uint8Array {
  const text = input.toString('utf8').replace(/\s+/g, '').toLowerCase();
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) {
    throw new UsageError(`${fileName(file)} is not hex text: expected pairs of hexadecimal digits`);
  }
  return fromHex(text);
}

/** A spec from a file with its fields in YAML or JSON. @internal */
export function encodeSpec(file: string, profile: Profile, flags: InputFlags): SpecBytes {
  const text = readText(file, INPUT_BYTES_MAX, 'the fields of a spec');
  const fields = fieldsOf(plainData(text, file));
  if (fields === undefined) {
    throw new UsageError(
      `${fileName(file)} has no fields of a spec: expected lines such as "userSid: S-1-5-18"; ` +
        '`spec example` prints a whole one',
    );
  }
  const kind = flags.type ?? ('authPackage' in fields ? 'session' : 'token');
  const wire = wireOf(profile);
  const structure = STRUCTURES[kind];
  try {
    const value = fromJson(wire, structure, withTexts(fields));
    return { wire, kind, structure, bytes: encode(wire, structure, value).bytes };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${fileName(file)}: ${oneLine(error.message, 1200)}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields themselves, or what `spec decode --json` prints around them. */
function fieldsOf(document: unknown): Fields | undefined {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return undefined;
  }
  const { value, type } = document as Fields;
  return typeof type === 'string' && typeof value === 'object' && value !== null
    ? (value as Fields)
    : (document as Fields);
}

const SOURCE_NAME_BYTES = 8;

/** Two byte fields hold names; a name that is not hex is meant as it stands. */
function withTexts(fields: Fields): Fields {
  const { authPackage, sourceName } = fields;
  return {
    ...fields,
    ...(isPlainText(authPackage) ? { authPackage: { utf8: authPackage } } : {}),
    ...(isPlainText(sourceName)
      ? { sourceName: { utf8: sourceName.padEnd(SOURCE_NAME_BYTES, '\0') } }
      : {}),
  };
}

function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && !/^(?:[0-9a-fA-F]{2})*$/.test(value);
}
