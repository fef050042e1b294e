/** @module Profiles named on the command line: built in, or a candidate's own as a YAML file. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import {
  BUILT_IN_PROFILES,
  type BuiltInProfileId,
  type Profile,
} from '../../reference/profiles/built-in.generated.js';
import { packagePath } from '../package-root.js';
import { UsageError } from '../usage-error.js';
import { systemReason } from '../write-beside.js';

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

/** The profile that an option names: an id, or the path of a YAML or JSON file. @public */
export function profileOf(option: string): Profile {
  const known = BUILT_IN_PROFILES[option as BuiltInProfileId] as Profile | undefined;
  if (known !== undefined) return known;
  if (!/\.(?:ya?ml|json)$/i.test(option)) {
    throw new UsageError(
      `unknown profile "${option}": expected ${PROFILE_IDS.join(', ')}, auto, or a .yaml file`,
    );
  }
  return defineProfile(readProfileFile(option));
}

/** A profile from its basis and its differences. @public */
export function defineProfile(file: ProfileFile): Profile {
  const basis = BUILT_IN_PROFILES[file.basis];
  return {
    id: file.id,
    title: file.title ?? `${file.id} (on ${basis.title})`,
    basis: file.basis,
    layout: file.layout ?? basis.layout,
    claims: file.claims ?? basis.claims,
    abi: { ...basis.abi, ...file.abi },
    switches: { ...basis.switches, ...file.switches },
  };
}

function readProfileFile(path: string): ProfileFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the profile ${path}: ${systemReason(error)}`);
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    throw new UsageError(`${path} is not YAML: ${line}`);
  }
  validator ??= new Ajv2020({ strict: true }).compile(
    JSON.parse(
      readFileSync(packagePath('corpus', 'schemas', 'profile-file.schema.json'), 'utf8'),
    ) as object,
  );
  if (!validator(value)) throw new UsageError(`${path}: ${firstProblem(validator.errors ?? [])}`);
  const file = value as ProfileFile;
  if (PROFILE_IDS.includes(file.id as BuiltInProfileId)) {
    throw new UsageError(`${path}: /id: ${file.id} is a built-in profile, choose another id`);
  }
  return file;
}

function firstProblem([error]: readonly ErrorObject[]): string {
  if (error === undefined) return 'it does not fulfil the schema of profile files';
  const where = error.instancePath === '' ? 'the file' : error.instancePath;
  const params = error.params as Readonly<Record<string, unknown>>;
  const allowed = Array.isArray(params['allowedValues'])
    ? `: ${params['allowedValues'].join(', ')}`
    : '';
  const extra =
    typeof params['additionalProperty'] === 'string' ? ` (${params['additionalProperty']})` : '';
  return `${where} ${error.message ?? 'is wrong'}${allowed}${extra}`;
}
