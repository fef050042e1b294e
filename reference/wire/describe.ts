/** @module A structure's table as Markdown, for the format pages. */

import type { StructureName, Wire } from './bind.js';
import { expectedText } from './context.js';
import { type At, type Content, type Field, isField, type Part, type Row } from './layout.js';
import { widthOf } from './scalar.js';

/** The layout of a structure under the wire's profile. @public */
export function describe(wire: Wire, structure: StructureName): string {
  const layout = wire.structures[structure];
  if (layout === undefined) throw new RangeError(`no structure ${structure}`);
  const lines = [`### ${layout.name}`, '', layout.doc, ''];
  lines.push('| at | size | name | meaning | rules |', '| --- | --- | --- | --- | --- |');
  for (const row of layout.rows) {
    lines.push(`| ${isField(row) ? fieldCells(row) : partCells(row)} | ${rulesText(row)} |`);
  }
  if (layout.rules.length > 0) {
    lines.push('');
    for (const rule of layout.rules) lines.push(`- \`${rule.id}\`: ${expectedText(rule)}`);
  }
  return `${lines.join('\n')}\n`;
}

function fieldCells(field: Field): string {
  const at = field.after === undefined ? `${field.offset}` : `${field.after} + ${field.offset}`;
  return `${at} | ${widthOf(field.type)} (${field.type}) | ${field.name} | ${field.doc}`;
}

function partCells(part: Part): string {
  return `${atText(part.at)} | ${contentText(part.content)} | ${part.name} | ${part.doc}`;
}

function atText(at: At): string {
  if (at.kind === 'pointer') return `at ${at.offset}`;
  if (at.kind === 'each') return `at each of ${at.offsets}`;
  return 'follows';
}

function contentText(content: Content): string {
  switch (content.kind) {
    case 'bytes':
      return content.size === undefined ? 'bytes' : `${content.size} bytes`;
    case 'numbers':
      return `${content.type} each`;
    case 'scalar':
      return content.type;
    case 'structure':
      return content.of;
    case 'list':
      return `${contentText(content.element)} each`;
    case 'utf16':
      return content.terminated ? 'UTF-16LE, null-terminated' : 'UTF-16LE';
    case 'prefixed':
      return `u32 length, ${contentText(content.content)}`;
    case 'pointer':
      return `u32 offset of ${contentText(content.content)}`;
    case 'switch':
      return content.cases
        .map((one) => `${content.on} ${one.value}: ${contentText(one.content)}`)
        .join('; ');
    default:
      return content satisfies never;
  }
}

function rulesText(row: Row): string {
  return row.rules.map((rule) => `\`${rule.id}\`: ${expectedText(rule)}`).join('; ');
}
