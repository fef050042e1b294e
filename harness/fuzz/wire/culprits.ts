/**
 * @module What a refusal of a valid spec is about: the features that set the least such spec apart
 * from the plain one. Whatever has them all is taken for the same defect, so that one defect does
 * not hide the others.
 */
import { decode, type Wire } from '../../../reference/wire/wire.js';
import type { PlainSpecs, SpecStructure } from '../corpus/specs.js';
import { signatureOf } from '../finding.js';
import type { Difference, TargetSetup } from '../target.js';
import { FEATURE_SPACE } from '../features.js';
import { shapeFeatures } from './wire-features.js';
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
  /** The fields that are to blame. */
  readonly paths: readonly string[];
}

/** @internal */
export class Culprits {
  private readonly wire: Wire;
  private readonly plain: PlainSpecs;
  private readonly known: Culprit[] = [];
  /** Features of specs that the candidate accepted: by themselves, they are not to blame. */
  private readonly cleared = new Uint8Array(FEATURE_SPACE);

  constructor(wire: Wire, plain: PlainSpecs) {
    this.wire = wire;
    this.plain = plain;
  }

  /** The candidate accepted a spec with these features. */
  clear(features: readonly number[]): void {
    for (const feature of features) this.cleared[feature] = 1;
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
    const blamed = this.blamed(op, least, plain);
    if (blamed.length === 0) return undefined;
    const paths = deepestOf(blamed);
    // Less or more of the same fields is the same defect, minimised to another point.
    const kin = this.known.find((one) => one.op === op && areNested(one.paths, paths));
    const named = (kin?.paths ?? paths).slice(0, NAMED_MAX).join(', ');
    const located = { ...difference, path: `outcome of ${named}` };
    if (this.known.length < CULPRITS_MAX) {
      const features = blamed.map(({ feature }) => feature);
      const signature = kin?.signature ?? signatureOf(located);
      this.known.push({ op, signature, features, paths: kin?.paths ?? paths });
    }
    return located;
  }

  /**
   * What sets the spec apart from the plain one and was never accepted; where everything was, by
   * itself, all of it together.
   */
  private blamed(
    op: string,
    { structure, bytes }: WireInput,
    plain: Uint8Array,
  ): readonly Blamed[] {
    const told = (one: Uint8Array): readonly Blamed[] =>
      shapeFeatures(op, decode(this.wire, structure, one).value);
    const usual = new Set(told(plain).map(({ feature }) => feature));
    const apart = told(bytes).filter(({ feature }) => !usual.has(feature));
    const never = apart.filter(({ feature }) => this.cleared[feature] === 0);
    return never.length > 0 ? never : apart;
  }
}

type Blamed = ReturnType<typeof shapeFeatures>[number];

/** The deepest paths, without those above them. */
function deepestOf(blamed: readonly Blamed[]): readonly string[] {
  const paths = [...new Set(blamed.map(({ path }) => path))];
  return paths.filter(
    (path) => !paths.some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[`)),
  );
}

function areNested(one: readonly string[], other: readonly string[]): boolean {
  const [few, many] = one.length < other.length ? [one, other] : [other, one];
  return few.every((path) => many.includes(path));
}

/** @internal */
export function culpritsOf({ wire }: TargetSetup, plain: PlainSpecs): Culprits {
  return new Culprits(wire, plain);
}
