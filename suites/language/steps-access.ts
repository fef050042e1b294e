/** @module Builders of steps about security descriptors: reading, replacing, evaluating them. */
import { ref } from './steps.js';
import { littleEndian, sidHex } from './steps-derive.js';
import { control, type SuiteStep } from './suite.js';
import type { BytesTemplate } from './template.js';

/** Security information (PSD-004 v0.20 §13.6). @public */
export const INFORMATION = { OWNER: 1, GROUP: 2, DACL: 4, SACL: 8, LABEL: 0x10 } as const;

/** MAXIMUM_ALLOWED: the answer is everything that would be granted. @public */
export const MAXIMUM_ALLOWED = 0x02000000;

const CAPACITY = 0x10000;
const SELF_RELATIVE = 0x8000;
const DACL_PRESENT = 0x0004;
const SACL_PRESENT = 0x0010;
const LABEL_TYPE = 17;

/** An entry of an SD; plain allow entries unless said otherwise. @public */
export interface AceSpec {
  readonly sid: string;
  readonly mask: number;
  readonly type?: number;
  readonly flags?: number;
}

/** A security descriptor by its components. @public */
export interface SdSpec {
  readonly owner?: string;
  readonly group?: string;
  /** Absent: a null DACL. */
  readonly dacl?: readonly AceSpec[];
  /** The level and the policy of a mandatory label. */
  readonly label?: { readonly level: number; readonly policy: number };
}

const acl = (aces: readonly AceSpec[]): { revision: number; aces: readonly AceJson[] } => ({
  revision: 2,
  aces: aces.map(({ sid, mask, type = 0, flags = 0 }) => ({
    type,
    flags,
    body: littleEndian(mask) + sidHex(sid),
  })),
});

interface AceJson {
  readonly type: number;
  readonly flags: number;
  readonly body: string;
  readonly [key: string]: number | string;
}

/** The bytes of a descriptor. @public */
export function descriptorOf({ owner, group, dacl, label }: SdSpec): BytesTemplate {
  const control =
    SELF_RELATIVE |
    (dacl === undefined ? 0 : DACL_PRESENT) |
    (label === undefined ? 0 : SACL_PRESENT);
  const labels = label && [{ type: LABEL_TYPE, sid: `S-1-16-${label.level}`, mask: label.policy }];
  const value = {
    revision: 1,
    sbz1: 0,
    control,
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    ...(labels === undefined ? {} : { sacl: acl(labels) }),
    ...(dacl === undefined ? {} : { dacl: acl(dacl) }),
  };
  return { template: 'SECURITY_DESCRIPTOR', value, edits: [] };
}

/** The rights that stand for reading, writing and executing the objects of these suites. @public */
export const OBJECT_RIGHT = { READ: 0x0001, WRITE: 0x0002, EXECUTE: 0x0004 } as const;

const READ_CONTROL = 0x00020000;
const WRITE_DAC = 0x00040000;
const EVERYTHING = 0x000f0007;

/** struct kacs_access_check_args up to the generic mapping: 40 bytes, the mapping at offset 24. */
const ARGUMENTS =
  littleEndian(40) +
  'ffffffff'.padEnd(40, '0') +
  [
    OBJECT_RIGHT.READ | READ_CONTROL,
    OBJECT_RIGHT.WRITE | WRITE_DAC,
    OBJECT_RIGHT.EXECUTE,
    EVERYTHING,
  ]
    .map(littleEndian)
    .join('');

/**
 * kacs_access_check: of the token bound to `token`, or, without, of the effective token; for
 * everything that it would get, unless some rights are asked for. @public
 */
export function accessCheck(
  as: string,
  token: string | undefined,
  sd: SdSpec,
  desiredAccess: number = MAXIMUM_ALLOWED,
): SuiteStep {
  return {
    as,
    op: 'kacs_access_check',
    args: {
      ...(token === undefined ? {} : { token: ref(`${token}.handle`) }),
      descriptor: descriptorOf(sd),
      desiredAccess,
      args: ARGUMENTS,
    },
  };
}

/** Owner, group and DACL of the token bound to `token`. @public */
export function tokenSd(as: string, token: string): SuiteStep {
  return readSd(as, { handle: ref(`${token}.handle`) });
}

/** Owner, group and DACL of the process bound to `process`. @public */
export function processSd(as: string, process: string): SuiteStep {
  return readSd(as, { pid: ref(`${process}.pid`) });
}

function readSd(as: string, target: SuiteStep['args']): SuiteStep {
  const securityInformation = INFORMATION.OWNER | INFORMATION.GROUP | INFORMATION.DACL;
  return {
    as,
    op: 'kacs_get_sd',
    args: { ...target, securityInformation, capacity: CAPACITY },
  };
}

/** Replaces the DACL of the token bound to `token`; must succeed. @public */
export function setTokenDacl(token: string, dacl: readonly AceSpec[]): SuiteStep {
  return writeDacl({ handle: ref(`${token}.handle`) }, dacl);
}

/** Replaces the DACL of the process bound to `process`; must succeed. @public */
export function setProcessDacl(process: string, dacl: readonly AceSpec[]): SuiteStep {
  return writeDacl({ pid: ref(`${process}.pid`) }, dacl);
}

function writeDacl(target: SuiteStep['args'], dacl: readonly AceSpec[]): SuiteStep {
  return control({
    op: 'kacs_set_sd',
    args: {
      ...target,
      securityInformation: INFORMATION.DACL,
      descriptor: descriptorOf({ dacl }),
    },
  });
}

/** What `descriptor.dacl.aces` shows of an entry. @public */
export function shownAce({ sid, mask, type = 0, flags = 0 }: AceSpec): {
  readonly type: number;
  readonly flags: number;
  readonly mask: number;
  readonly sid: string;
} {
  return { type, flags, mask, sid };
}
