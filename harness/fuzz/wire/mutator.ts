/**
 * @module New inputs of the `wire` target out of known ones: near misses of the tables, stacked
 * mutations of bytes, and valid changes of the value, so many that enough inputs are accepted.
 */
import type { Candidate } from '../../../reference/wire/mutants.js';
import { decode, validate, type Wire } from '../../../reference/wire/wire.js';
import type { Making } from '../target.js';
import { anatomyOf, type Anatomy } from './anatomy.js';
import { BYTE_MUTATIONS, type ByteMutation } from './mutate-bytes.js';
import { mutatePlacement, mutateValue, type ValueMaking } from './mutate-value.js';
import { INPUT_BYTES_MAX, sessionOffset, type WireInput } from './wire-input.js';
import { dictionaryOf } from './words.js';

const BYTE_KINDS = Object.keys(BYTE_MUTATIONS) as (keyof typeof BYTE_MUTATIONS)[];

/** Everything that can be switched off. @internal */
export const WIRE_KINDS: readonly string[] = [...BYTE_KINDS, 'value', 'placement', 'rule'];

/** Of ten inputs, so many are made to be valid; so many are near misses of the tables. */
const SHARE = { valid: 4, rule: 3, of: 10 } as const;
const VALID_TRIES = 3;
const STACK_MAX = 4;
/** One of so many tokens is installed, which takes a worker of its own. */
const INSTALLED_OF = 40;
/** What was missed so often waits for the others. */
const MISSED_OFTEN = 12;
const MISSES_TRIED = 12;
/** Anatomies are large, and kept for the inputs that were used last. */
const KEPT_MAX = 64;

/** Mutates inputs of one wire. @internal */
export class Mutator {
  private readonly wire: Wire;
  private readonly sessionAt: number;
  /** How often each kind of near miss was given out. */
  private readonly missed = new Map<string, number>();
  private readonly anatomies = new Map<WireInput, Anatomy>();

  constructor(wire: Wire) {
    this.wire = wire;
    this.sessionAt = sessionOffset(wire);
  }

  mutate(parent: WireInput, making: Making<WireInput>): WireInput {
    const { random, enabled } = making;
    const anatomy = this.anatomy(parent);
    const roll = random(SHARE.of);
    if (anatomy.valid && roll < SHARE.valid) {
      const bytes = this.validBytes(parent, anatomy, making);
      if (bytes !== undefined) return this.withBytes(parent, bytes, making);
    } else if (roll < SHARE.valid + SHARE.rule && enabled.has('rule')) {
      const miss = this.rareMiss(anatomy);
      if (miss !== undefined && miss.bytes.length <= INPUT_BYTES_MAX) {
        return this.withBytes(parent, miss.bytes, making);
      }
    }
    return this.withBytes(parent, this.stacked(parent, anatomy, making), making);
  }

  /** A near miss, of a kind that has not been tried often yet if there is one close by. */
  private rareMiss(anatomy: Anatomy): Candidate | undefined {
    let miss: Candidate | undefined;
    for (let tries = 0; tries < MISSES_TRIED; tries += 1) {
      miss = anatomy.nextMiss();
      if (miss === undefined) return undefined;
      const kind = kindOf(miss);
      const times = this.missed.get(kind) ?? 0;
      this.missed.set(kind, times + 1);
      if (times < MISSED_OFTEN) break;
    }
    return miss;
  }

  private validBytes(
    parent: WireInput,
    anatomy: Anatomy,
    making: Making<WireInput>,
  ): Uint8Array | undefined {
    const { wire } = this;
    const { random, enabled } = making;
    const valueMaking: ValueMaking = {
      wire,
      structure: parent.structure,
      random,
      other: () => {
        const other = making.other();
        if (other.structure !== parent.structure) return undefined;
        const known = this.anatomies.get(other);
        if (known !== undefined) return known.valid ? known.value : undefined;
        const { value, issues } = decode(wire, other.structure, other.bytes);
        return issues.length === 0 ? value : undefined;
      },
    };
    for (let tries = 0; tries < VALID_TRIES; tries += 1) {
      const placed = enabled.has('placement') && random(5) === 0;
      if (!placed && !enabled.has('value')) return undefined;
      const bytes = placed
        ? mutatePlacement(anatomy.value, valueMaking)
        : mutateValue(anatomy.value, valueMaking);
      if (bytes !== undefined && validate(wire, parent.structure, bytes).length === 0) return bytes;
    }
    return parent.bytes;
  }

  private stacked(parent: WireInput, anatomy: Anatomy, making: Making<WireInput>): Uint8Array {
    const { random, enabled } = making;
    const on = BYTE_KINDS.filter((kind) => enabled.has(kind));
    const kinds = on.length === 0 ? BYTE_KINDS : on;
    const byteMaking = {
      random,
      anatomy,
      dictionary: dictionaryOf(this.wire),
      other: () => making.other().bytes,
    };
    let bytes: Uint8Array = parent.bytes.slice();
    for (let times = 1 + random(random(2) === 0 ? 1 : STACK_MAX); times > 0; times -= 1) {
      const mutation: ByteMutation = BYTE_MUTATIONS[kinds[random(kinds.length)] ?? 'plain'];
      bytes = mutation(bytes, byteMaking);
    }
    return bytes;
  }

  /** The id of the live session goes where it belongs, unless the input is about that field. */
  private withBytes(
    { structure, logonSidAt }: WireInput,
    bytes: Uint8Array,
    { random }: Making<WireInput>,
  ): WireInput {
    if (structure === 'SESSION_SPEC') return { structure, bytes };
    const foreign = random(64) === 0;
    const sessionAt = foreign ? undefined : this.sessionAt;
    const installed = random(INSTALLED_OF) === 0 ? { installed: true as const } : {};
    return { structure, bytes, sessionAt, logonSidAt, ...installed };
  }

  private anatomy(input: WireInput): Anatomy {
    let anatomy = this.anatomies.get(input);
    if (anatomy !== undefined) {
      this.anatomies.delete(input);
      this.anatomies.set(input, anatomy);
      return anatomy;
    }
    anatomy = anatomyOf(this.wire, input);
    this.anatomies.set(input, anatomy);
    if (this.anatomies.size > KEPT_MAX) {
      const [oldest] = this.anatomies.keys();
      if (oldest !== undefined) this.anatomies.delete(oldest);
    }
    return anatomy;
  }
}

/** The rule that it is about, or what was changed where: without numbers, kinds are few. */
function kindOf({ aim, name }: Candidate): string {
  return aim === undefined ? name.replaceAll(/\d+/g, '') : `${aim.place} ${aim.rule}`;
}
