/** @module The bytes of a call for the report: its specs, its payload, with named fields. */
import { fromHex } from '../../reference/wire/hex.js';
import { hexView, validate, type StructureName, type Wire } from '../../reference/wire/wire.js';
import type { CallRecord } from '../program/program.js';
import type { HexDump } from '../report.js';

/** The structure of the bytes that a call takes, by argument. */
const ARGUMENTS: Readonly<Record<string, readonly [string, StructureName]>> = {
  kacs_create_session: ['spec', 'SESSION_SPEC'],
  kacs_create_token: ['spec', 'TOKEN_SPEC'],
  KACS_IOC_ADJUST_DEFAULT: ['dacl', 'ACL'],
};

/** More bytes than a person reads. */
const BYTES_MAX = 4096;

/** Dumps of the bytes that went in and came out. @internal */
export function dumpsOf(
  wire: Wire,
  record: CallRecord,
  guilty?: { readonly start: number; readonly end: number },
): readonly HexDump[] {
  const dumps: HexDump[] = [];
  const [argument, structure] = ARGUMENTS[record.op] ?? [];
  const bytes = argument === undefined ? undefined : record.args[argument];
  if (typeof bytes === 'string' && structure !== undefined) {
    const [issue] = validate(wire, structure, fromHex(bytes));
    const range = issue === undefined ? undefined : { start: issue.start, end: issue.end };
    dumps.push(dump(wire, structure, `${String(argument)} of ${record.op}`, bytes, range));
  }
  if (record.op === 'KACS_IOC_QUERY' && record.outcome.kind === 'returned') {
    const { payload } = record.outcome.value;
    const name = `QUERY_${String(record.args['class'])}` as StructureName;
    if (typeof payload === 'string' && wire.structures[name] !== undefined) {
      dumps.push(
        dump(wire, name, `payload of class ${String(record.args['class'])}`, payload, guilty),
      );
    }
  }
  return dumps;
}

function dump(
  wire: Wire,
  structure: StructureName,
  title: string,
  text: string,
  guilty: { readonly start: number; readonly end: number } | undefined,
): HexDump {
  const shown = text.slice(0, BYTES_MAX * 2);
  const fields = hexView(wire, structure, fromHex(text))
    .filter(({ end }) => end <= BYTES_MAX)
    .map(({ path, start, end, text: value, doc }) => ({ path, start, end, text: value, doc }));
  return {
    title: text.length > shown.length ? `${title} (first ${BYTES_MAX} bytes)` : title,
    hex: shown,
    fields,
    ...(guilty === undefined ? {} : { guilty }),
  };
}
