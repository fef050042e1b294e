/**
 * @module What a refusal of a valid spec is about: the features that set the least such spec apart
 * from the plain one. Whatever has them all is taken for the same defect, so that one defect does
 * not hide the others.
 */
import { decode, type Wire } from '../../../reference/wire/wire.js';
import type { PlainSpecs, SpecStructure } from '../corpus/specs.js';
import { signatureOf } from '../finding.js';
import type { Difference, TargetSetup } from '../target.js';
import { acceptedFeatures, shapeWords } from './wire-features.js';
import type { WireInput } from './wire-input.js';

const STRUCTURE: Readonly<Record<string, SpecStructure>> = {
  kacs_create_token: 'TOKEN_SPEC',
  kacs_create_session: 'SESSION_SPEC',
};
/** Paths that a signature names at most. */
const NAMED_MAX = 3;
/** A candidate with more defects of one kind than this is looked at by hand. */
const CULPRITS_MAX = 64;

interface Culprit {
  readonly op: string;
  readonly signature: string;
  readonly features: readonly number[];
}

/** @internal */
export class Culprits {
  private readonly wire: Wire;
  private readonly plain: PlainSpecs;
  private readonly known: Culprit[] = [];

  constructor(wire: Wire, plain: PlainSpecs) {
    this.wire = wire;
    this.plain = plain;
  }

  /** The signature of the known defect whose features are all here. */
  metBy(op: string, features: readonly number[]): readonly string[] | undefined {
    if (this.known.length === 0) return undefined;
    const here = new Set(features);
    const found = this.known.find(
      (one) => one.op === op && one.features.every((feature) => here.has(feature)),
    );
    return found === undefined ? undefined : [found.signature];
  }

  /** A refusal of what has to be accepted, with the fields that it is about in its path. */
  locate(least: WireInput, difference: Difference): Difference | undefined {
    const { op, path } = difference;
    const structure = STRUCTURE[op];
    const refusal = path === 'outcome' && difference.actual.startsWith('refused');
    if (structure !== least.structure || !refusal) return undefined;
    const plain = structure === 'TOKEN_SPEC' ? this.plain.token : this.plain.session;
    const usual = new Set(this.features(op, structure, plain));
    const features = this.features(op, structure, least.bytes).filter((one) => !usual.has(one));
    if (features.length === 0) return undefined;
    const located = { ...difference, path: `outcome of ${this.fields(least, plain)}` };
    if (this.known.length < CULPRITS_MAX) {
      this.known.push({ op, signature: signatureOf(located), features });
    }
    return located;
  }

  private features(op: string, structure: SpecStructure, bytes: Uint8Array): readonly number[] {
    const { value } = decode(this.wire, structure, bytes);
    return acceptedFeatures(op, value, new Set());
  }

  /** The paths whose words the plain spec does not have. */
  private fields({ structure, bytes }: WireInput, plain: Uint8Array): string {
    const words = (one: Uint8Array): readonly (readonly [string, string])[] =>
      shapeWords(decode(this.wire, structure, one).value);
    const usual = new Set(words(plain).map(([path, what]) => `${path} ${what}`));
    const paths = words(bytes)
      .filter(([path, what]) => !usual.has(`${path} ${what}`))
      .map(([path]) => path);
    const deepest = [...new Set(paths)].filter(
      (path) =>
        !paths.some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[`)),
    );
    return deepest.slice(0, NAMED_MAX).join(', ');
  }
}

/** @internal */
export function culpritsOf({ wire }: TargetSetup, plain: PlainSpecs): Culprits {
  return new Culprits(wire, plain);
}
