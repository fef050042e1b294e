/**
 * @module What the `decoder` target asks of the reference's own decoders, on any bytes whatever:
 * they never throw, they say the same twice, and what they find valid survives encoding. A broken
 * promise throws, which is what jsfuzz looks for.
 */
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import {
  decode,
  encode,
  fromJson,
  hexView,
  ISSUES_MAX,
  toJson,
  wireOf,
  type StructureName,
  type Wire,
} from '../../../reference/wire/wire.js';

const STRUCTURES: readonly StructureName[] = [
  ...(['TOKEN_SPEC', 'SESSION_SPEC', 'ACL', 'CLAIM_BUFFER', 'SECURITY_DESCRIPTOR', 'SID'] as const),
];
/** More fields than this are not looked at byte by byte. */
const VIEWED_BYTES_MAX = 2048;

const WIRES: readonly Wire[] = Object.values(BUILT_IN_PROFILES).map((profile) => wireOf(profile));

/** Throws if a decoder breaks a promise; says how many structures were valid. @internal */
export function decodeEverything(bytes: Uint8Array): number {
  let valid = 0;
  for (const wire of WIRES) {
    for (const structure of STRUCTURES) if (decodesWell(wire, structure, bytes)) valid += 1;
  }
  return valid;
}

function decodesWell(wire: Wire, structure: StructureName, bytes: Uint8Array): boolean {
  const where = `${structure} of ${wire.profile.id}`;
  const { value, issues } = decode(wire, structure, bytes);
  if (issues.length > ISSUES_MAX) throw new Error(`${where}: more than ${ISSUES_MAX} issues`);
  if (bytes.length <= VIEWED_BYTES_MAX) hexView(wire, structure, bytes);
  const again = decode(wire, structure, bytes);
  const text = textOf(wire, structure, value);
  if (textOf(wire, structure, again.value) !== text || again.issues.length !== issues.length) {
    throw new Error(`${where}: decoded twice, two results`);
  }
  if (issues.length > 0) return false;
  survivesEncoding(wire, structure, value, text, where);
  return true;
}

/** Sections in order and without gaps may break no rule that the bytes did not break. */
function survivesEncoding(
  wire: Wire,
  structure: StructureName,
  value: unknown,
  text: string,
  where: string,
): void {
  const { bytes } = encode(wire, structure, value);
  const round = decode(wire, structure, bytes);
  if (textOf(wire, structure, round.value) !== text) {
    throw new Error(`${where}: encoding and decoding changed the value`);
  }
  const plain = JSON.parse(text) as unknown;
  const { bytes: same } = encode(wire, structure, fromJson(wire, structure, plain));
  if (Buffer.compare(bytes, same) !== 0) {
    throw new Error(`${where}: its JSON encodes to other bytes`);
  }
}

function textOf(wire: Wire, structure: StructureName, value: unknown): string {
  return JSON.stringify(toJson(wire, structure, value));
}
