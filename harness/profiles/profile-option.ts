/** @module Profiles named on the command line: built in, or a candidate's own as a YAML file. */
import {
  BUILT_IN_PROFILES,
  type BuiltInProfileId,
  type Profile,
} from '../../reference/profiles/built-in.generated.js';
import { excerpt } from '../protocol/excerpt.js';
import { fileName, readText } from '../read-bounded.js';
import { schemaCheck } from '../schema-check.js';
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

const problemOf = schemaCheck('profile-file.schema.json');

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
  const text = readText(path, PROFILE_BYTES_MAX, 'a profile');
  const value = plainData(text, path);
  const problem = problemOf(value);
  if (problem !== undefined) throw new UsageError(`${fileName(path)}: ${problem}`);
  const file = value as ProfileFile;
  if (PROFILE_IDS.includes(file.id as BuiltInProfileId)) {
    throw new UsageError(
      `${fileName(path)}: /id: ${file.id} is a built-in profile, choose another id`,
    );
  }
  return file;
}
