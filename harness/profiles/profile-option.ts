/** @module Profiles named on the command line: built in, or a candidate's own as a YAML file. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import {
  BUILT_IN_PROFILES,
  type BuiltInProfileId,
  type Profile,
} from '../../reference/profiles/built-in.generated.js';
import { packagePath } from '../package-root.js';
import { excerpt, oneLine } from '../protocol/excerpt.js';
import { readBounded } from '../read-bounded.js';
import { UsageError } from '../usage-error.js';
import { withStated } from './facets.js';
import { plainData } from './plain-data.js';

/** What a profile file says: a basis, and what differs from it. @public */
export interface ProfileFile {
  readonly id: string;
  readonly title?: string;
  readonly basis: BuiltInProfileId;
  readonly layout?: Profile['layout'];
  readonly claims?: Profile['claims'];
  readonly abi?: Partial<Profile['abi']>;
  readonly switches?: Partial<Profile['switches']>;
}

/** The ids of the built-in profiles. @public */
export const PROFILE_IDS = Object.keys(BUILT_IN_PROFILES) as BuiltInProfileId[];

let validator: ValidateFunction | undefined;

const MESSAGE_MAX = 400;
/** A few KiB say all that can be said. */
const PROFILE_BYTES_MAX = 256 * 1024;

/** A built-in profile, if the id is one. @public */
export function builtInProfile(id: string): Profile | undefined {
  return Object.hasOwn(BUILT_IN_PROFILES, id)
    ? BUILT_IN_PROFILES[id as BuiltInProfileId]
    : undefined;
}

/**
 * The profile that an option names: an id, or the path of a YAML or JSON file; `also` is what the
 * option takes besides. @public
 */
export function profileOf(option: string, also: readonly string[] = []): Profile {
  const known = builtInProfile(option);
  if (known !== undefined) return known;
  if (!/\.(?:ya?ml|json)$/i.test(option)) {
    const ids = [...PROFILE_IDS, ...also].join(', ');
    throw new UsageError(`unknown profile ${excerpt(option)}: expected ${ids}, or a .yaml file`);
  }
  return defineProfile(readProfileFile(option));
}

/** A profile from its basis and its differences, with what follows from them. @public */
export function defineProfile(file: ProfileFile): Profile {
  const basis = BUILT_IN_PROFILES[file.basis];
  const changed = withStated(basis, file);
  if (typeof changed === 'string') throw new UsageError(`profile ${file.id}: ${changed}`);
  const { id, title = `${id} (on ${basis.title})` } = file;
  return { ...changed, id, title, basis: file.basis };
}

function readProfileFile(path: string): ProfileFile {
  const text = readBounded(path, PROFILE_BYTES_MAX, 'a profile').toString('utf8');
  const value = plainData(text, path);
  validator ??= compileSchema();
  if (!validator(value)) throw new UsageError(`${path}: ${firstProblem(validator.errors ?? [])}`);
  const file = value as ProfileFile;
  if (PROFILE_IDS.includes(file.id as BuiltInProfileId)) {
    throw new UsageError(`${path}: /id: ${file.id} is a built-in profile, choose another id`);
  }
  return file;
}

/** The validator takes longer to load than all else; most command lines name a built-in profile. */
function compileSchema(): ValidateFunction {
  const ajv = createRequire(import.meta.url)('ajv/dist/2020.js') as { Ajv2020: typeof Ajv2020 };
  const schema = packagePath('corpus', 'schemas', 'profile-file.schema.json');
  return new ajv.Ajv2020({ strict: true }).compile(
    JSON.parse(readFileSync(schema, 'utf8')) as object,
  );
}

function firstProblem([error]: readonly ErrorObject[]): string {
  if (error === undefined) return 'it does not fulfil the schema of profile files';
  const where = error.instancePath === '' ? 'the file' : error.instancePath;
  const params = error.params as Readonly<Record<string, unknown>>;
  const allowed = params['allowedValues'];
  const extra = params['additionalProperty'];
  const what =
    typeof extra === 'string'
      ? `has a key that it must not have: ${excerpt(extra)}`
      : Array.isArray(allowed)
        ? `must be one of ${allowed.map(String).join(', ')}`
        : (error.message ?? 'is wrong');
  return oneLine(`${where} ${what}`, MESSAGE_MAX);
}
