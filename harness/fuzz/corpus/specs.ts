/**
 * @module The shipped specs: valid token specs and session records from the readable descriptions
 * in `corpus/specs`, encoded with the tables of a profile when they are loaded.
 */
import { readFileSync } from 'node:fs';
import {
  encode,
  fromJson,
  validate,
  type EncodeOptions,
  type Wire,
} from '../../../reference/wire/wire.js';
import { packagePath } from '../../package-root.js';
import { plainData } from '../../profiles/plain-data.js';
import { expand, type ExpandContext } from './expand.js';

/** @internal */
export type SpecStructure = 'TOKEN_SPEC' | 'SESSION_SPEC';

/** A valid spec with a name that says what is special about it. @internal */
export interface NamedSpec {
  readonly name: string;
  readonly structure: SpecStructure;
  readonly bytes: Uint8Array;
}

interface Description extends EncodeOptions {
  readonly name: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly layouts?: readonly string[];
}

interface SpecFile {
  readonly structure: SpecStructure;
  readonly base: Readonly<Record<string, unknown>>;
  readonly specs: readonly Description[];
}

const FILES = ['session.yaml', 'token.yaml'] as const;

const loaded = new Map<string, readonly NamedSpec[]>();

/** Every shipped spec that the profile allows; sessions first. @internal */
export function shippedSpecs(wire: Wire): readonly NamedSpec[] {
  const { id } = wire.profile;
  let specs = loaded.get(id);
  if (specs === undefined) {
    specs = FILES.flatMap((name) => specsOf(wire, readFile(name)));
    loaded.set(id, specs);
  }
  return specs;
}

/** The plainest session record and token spec, which every target can begin with. @internal */
export interface PlainSpecs {
  readonly session: Uint8Array;
  readonly token: Uint8Array;
}

/** @internal */
export function plainSpecs(wire: Wire): PlainSpecs {
  const named = (wanted: string): Uint8Array =>
    shippedSpecs(wire).find(({ name }) => name === wanted)?.bytes ?? new Uint8Array();
  return { session: named('plain-interactive'), token: named('plain-primary') };
}

function readFile(name: string): SpecFile {
  const path = packagePath('corpus', 'specs', name);
  return plainData(readFileSync(path, 'utf8'), path) as SpecFile;
}

function specsOf(wire: Wire, file: SpecFile): readonly NamedSpec[] {
  const { structure, base } = file;
  return file.specs.flatMap((description): NamedSpec[] => {
    if (description.layouts?.includes(wire.profile.layout) === false) return [];
    const bytes = bytesOf(wire, structure, base, description);
    if (validate(wire, structure, bytes).length > 0) return [];
    return [{ name: description.name, structure, bytes }];
  });
}

/** A repetition that fills the spec up to a size needs a second pass, once the rest is known. */
function bytesOf(
  wire: Wire,
  structure: SpecStructure,
  base: SpecFile['base'],
  { name, set, order, gapBefore }: Description,
): Uint8Array {
  const options: EncodeOptions = {
    ...(order === undefined ? {} : { order }),
    ...(gapBefore === undefined ? {} : { gapBefore }),
  };
  const encodeWith = (context: ExpandContext): Uint8Array => {
    const merged: Record<string, unknown> = { ...base, ...set };
    for (const key of Object.keys(merged)) if (merged[key] === null) delete merged[key];
    const value = fromJson(wire, structure, expand(merged, context));
    return encode(wire, structure, value, options).bytes;
  };
  try {
    const context: ExpandContext = { abi: wire.profile.abi, fillTimes: 0, fill: undefined };
    const first = encodeWith(context);
    if (context.fill === undefined) return first;
    return encodeWith({ ...context, fillTimes: context.fill - first.length });
  } catch (error) {
    throw new RangeError(`corpus/specs, ${name}: ${(error as Error).message}`);
  }
}
