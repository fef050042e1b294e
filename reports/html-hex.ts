/** @module The hex view: bytes in rows, fields coloured and named, the guilty range marked. */
import type { HexDump, HexField } from '../harness/report.js';
import { html, type Markup } from './markup.js';
import { plural } from './visible-text.js';

const ROW_BYTES = 16;
/** Rows shown from the start, and around the guilty range; what lies between is left out. */
const ROWS_AT_START = 16;
const ROWS_AROUND = 8;
/** Fields listed below the bytes. */
const FIELDS_MAX = 120;
/** Colours of the style sheet, used in turn. */
const COLOURS = 6;

/** A run of bytes in a row that look alike. */
interface Segment {
  readonly start: number;
  end: number;
  readonly field: number;
  readonly guilty: boolean;
}

/** @internal */
export function renderHex(dump: HexDump): Markup {
  const bytes = parseHex(dump.hex);
  const owner = ownerOf(dump.fields, bytes.length);
  const rows = shownRows(bytes.length, dump.guilty);
  const started = new Set<number>();
  let before = -1;
  const lines = rows.map((row) => {
    const gap = row === before + 1 ? undefined : leftOut((row - before - 1) * ROW_BYTES);
    before = row;
    return html`${gap}${renderRow(bytes, row, owner, dump, started)}`;
  });
  const rest = bytes.length - (before + 1) * ROW_BYTES;
  return html`<figure class="hex" data-hex>
    <figcaption>${dump.title} <span class="soft">${plural(bytes.length, 'byte')}</span></figcaption>
    <div class="scroll" role="group" aria-label="Bytes of ${dump.title}">
      ${bytes.length === 0 ? html`<p class="soft">no bytes</p>` : lines}${rest > 0 && leftOut(rest)}
    </div>
    ${guiltyLine(dump, bytes.length)}
    <p class="hex-name soft" data-name aria-live="polite">
      Point at a byte, or use the arrow keys, to see its field.
    </p>
    ${fieldTable(dump)}
  </figure>`;
}

function renderRow(
  bytes: readonly number[],
  row: number,
  owner: readonly number[],
  dump: HexDump,
  started: Set<number>,
): Markup {
  const first = row * ROW_BYTES;
  const last = Math.min(first + ROW_BYTES, bytes.length);
  const cells = segmentsOf(first, last, owner, dump.guilty).map((segment) => {
    const texts: string[] = [];
    for (let at = segment.start; at < segment.end; at += 1) {
      texts.push((bytes[at] ?? 0).toString(16).padStart(2, '0'));
    }
    // Wider after the eighth byte, as every hex dump is.
    const half = segment.start < first + 8 && segment.end > first + 8;
    const split = first + 8 - segment.start;
    const text = half
      ? `${texts.slice(0, split).join(' ')}  ${texts.slice(split).join(' ')}`
      : texts.join(' ');
    const space = segment.end === last ? '' : segment.end === first + 8 ? '  ' : ' ';
    return html`${segmentSpan(segment, text, dump, started)}${space}`;
  });
  const missing = first + ROW_BYTES - last;
  const padding = '   '.repeat(missing) + (missing >= 8 ? ' ' : '');
  return html`<div class="row">
    <span class="at">${offset(first)}</span><span class="bytes">${cells}${padding}</span
    ><span class="ascii" aria-hidden="true">${ascii(bytes.slice(first, last))}</span>
  </div>`;
}

function segmentSpan(segment: Segment, text: string, dump: HexDump, started: Set<number>): Markup {
  const field = dump.fields[segment.field];
  if (!field) return segment.guilty ? html`<mark>${text}</mark>` : html`${text}`;
  // One stop for the Tab key per dump; the arrow keys go from field to field.
  const stop = started.size === 0 ? 0 : -1;
  const focus = started.has(segment.field) ? undefined : html` tabindex="${stop}"`;
  started.add(segment.field);
  const colour = `f${segment.field % COLOURS}`;
  const title = fieldTitle(field);
  const tag = html`class="${colour}" data-f="${segment.field}"${focus} title="${title}"`;
  return segment.guilty ? html`<mark ${tag}>${text}</mark>` : html`<span ${tag}>${text}</span>`;
}

function segmentsOf(
  first: number,
  last: number,
  owner: readonly number[],
  guilty: HexDump['guilty'],
): readonly Segment[] {
  const segments: Segment[] = [];
  for (let at = first; at < last; at += 1) {
    const field = owner[at] ?? -1;
    const inGuilty = guilty !== undefined && at >= guilty.start && at < guilty.end;
    const current = segments.at(-1);
    if (current && current.field === field && current.guilty === inGuilty) current.end = at + 1;
    else segments.push({ start: at, end: at + 1, field, guilty: inGuilty });
  }
  return segments;
}

/** Per byte the index of the smallest field around it: fields may nest. */
function ownerOf(fields: readonly HexField[], length: number): readonly number[] {
  const owner = Array.from({ length }, () => -1);
  const order = fields.map((field, index) => ({ field, index }));
  order.sort((a, b) => b.field.end - b.field.start - (a.field.end - a.field.start));
  for (const { field, index } of order) {
    owner.fill(index, Math.min(field.start, length), Math.min(field.end, length));
  }
  return owner;
}

function shownRows(length: number, guilty: HexDump['guilty']): readonly number[] {
  const count = Math.ceil(length / ROW_BYTES);
  const from = guilty === undefined ? 0 : Math.floor(guilty.start / ROW_BYTES);
  const shown: number[] = [];
  for (let row = 0; row < Math.min(count, ROWS_AT_START); row += 1) shown.push(row);
  const upper = Math.min(count, from + ROWS_AROUND + 1);
  for (let row = Math.max(shown.length, from - ROWS_AROUND); row < upper; row += 1) {
    shown.push(row);
  }
  return shown;
}

function guiltyLine(dump: HexDump, length: number): Markup | undefined {
  const { guilty } = dump;
  if (!guilty) return undefined;
  const inside = dump.fields
    .filter((field) => field.start < guilty.end && field.end > guilty.start)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  const names = inside.slice(0, 1).map((field) => html`, field <code>${field.path}</code>`);
  const beyond = guilty.end > length ? ' (beyond the end of the bytes)' : '';
  return html`<p class="guilty"><mark>Guilty</mark> ${byteRange(guilty)}${names}${beyond}</p>`;
}

function fieldTable(dump: HexDump): Markup | undefined {
  if (dump.fields.length === 0) return undefined;
  const shown = dump.fields.slice(0, FIELDS_MAX);
  const rows = shown.map(
    (field, index) =>
      html`<tr data-f="${index}">
        <td class="num">${offset(field.start)}</td>
        <td><span class="key f${index % COLOURS}"></span><code>${field.path}</code></td>
        <td>${field.text}</td>
        <td class="soft">${field.doc}</td>
      </tr>`,
  );
  const rest = dump.fields.length - shown.length;
  return html`<details>
    <summary>${plural(dump.fields.length, 'field')}</summary>
    <div class="scroll">
      <table class="fields">
        <thead>
          <tr>
            <th scope="col">Offset</th>
            <th scope="col">Field</th>
            <th scope="col">Value</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${rest > 0 && html`<p class="soft">… and ${plural(rest, 'more field')}.</p>`}
  </details>`;
}

function leftOut(count: number): Markup {
  return html`<div class="gap">… ${plural(count, 'byte')} left out …</div>`;
}

function fieldTitle(field: HexField): string {
  const doc = field.doc === '' ? '' : ` · ${field.doc}`;
  return `${byteRange(field)} · ${field.path} = ${field.text}${doc}`;
}

function byteRange(range: { readonly start: number; readonly end: number }): string {
  if (range.end <= range.start) return `at byte ${range.start}`;
  if (range.end === range.start + 1) return `byte ${range.start}`;
  return `bytes ${range.start}–${range.end - 1}`;
}

function offset(at: number): string {
  return at.toString(16).padStart(4, '0');
}

function ascii(bytes: readonly number[]): string {
  return bytes.map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.')).join('');
}

function parseHex(text: string): readonly number[] {
  const bytes: number[] = [];
  for (let at = 0; at + 2 <= text.length; at += 2) {
    const value = Number.parseInt(text.slice(at, at + 2), 16);
    if (Number.isNaN(value)) break;
    bytes.push(value);
  }
  return bytes;
}
