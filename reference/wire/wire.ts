/** @module The wire layer's public face: tables bound to a profile, and what reads them. */

export { type RuleException, type StructureName, type Wire, wireOf } from './bind.js';
export { clausesOf } from './clauses.js';
export { type Issue, ISSUES_MAX } from './context.js';
export {
  decode,
  type Decoded,
  type DecodedWithPlaces,
  decodeWithPlaces,
  type Place,
  validate,
} from './decode.js';
export { describe } from './describe.js';
export { withField, withoutRule, withRule } from './edit.js';
export { encode, type Encoded, type EncodeOptions } from './encode.js';
export { equalBytes, fromHex, toHex } from './hex.js';
export { type HexField, hexView } from './hex-view.js';
export { fromJson, type Json, toJson } from './json.js';
export type { Field, Layout, Part, Row } from './layout.js';
export { type Mutant, mutants } from './mutants.js';
export type { Rule } from './rule.js';
export { equalSid, formatSid, parseSid, sidBytes } from './sid-text.js';
export type * from './values.js';
