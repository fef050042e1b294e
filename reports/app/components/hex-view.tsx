/** @module Bytes, every field in a colour of its own and named, the guilty range marked. */
import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { HexField } from '../../../harness/report.js';
import type { PageDump } from '../../page/page-data.js';
import { plural } from '../../visible-text.js';
import {
  byteRange,
  layoutOf,
  markedFields,
  markedRanges,
  offsetText,
  ROW_BYTES,
} from './hex-layout.js';
import type { HexLayout, HexRow, Run } from './hex-layout.js';

/** Colours of the style sheet, used in turn. */
const COLOURS = 6;
/** Fields listed beside the bytes until all are asked for. */
const FIELDS_MAX = 200;

/** @internal */
export function HexView({ dump }: { readonly dump: PageDump }): VNode {
  const [all, setAll] = useState(false);
  const layout = useMemo(() => layoutOf(dump, all), [dump, all]);
  const [on, setOn] = useState(-1);
  const leaves = useRef<HTMLElement>(null);
  const names = (index: number): void => setOn(index);
  const field = dump.fields[on];
  const hidden = layout.rest > 0 || layout.rows.some(({ gap }) => gap > 0);
  return (
    <figure class="hex" ref={leaves} onKeyDown={arrows}>
      <figcaption>
        <b class="foreign">{dump.title}</b>{' '}
        <span class="soft">{plural(layout.bytes.length, 'byte')}</span>
        <Marked dump={dump} bytes={layout.bytes.length} />
      </figcaption>
      <div class="hex-body">
        <div class="hex-bytes" role="group" aria-label={`Bytes of ${dump.title}`}>
          {layout.bytes.length === 0 && <p class="soft">no bytes</p>}
          <Rows layout={layout} dump={dump} on={on} onName={names} />
          {hidden && (
            <button type="button" class="plain" onClick={() => setAll(true)}>
              Show all {plural(layout.bytes.length, 'byte')}
            </button>
          )}
        </div>
        {dump.fields.length > 0 && <Fields dump={dump} on={on} onName={names} />}
      </div>
      {dump.fields.length > 0 && (
        <p class="hex-name" aria-live="polite">
          {field === undefined ? (
            <span class="soft">
              Point at a byte, or use the arrow keys in the bytes, to see its field.
            </span>
          ) : (
            <FieldName field={field} />
          )}
        </p>
      )}
    </figure>
  );
}

const NAMED_MAX = 3;

/** What is marked in the bytes, in words. */
function Marked({
  dump,
  bytes,
}: {
  readonly dump: PageDump;
  readonly bytes: number;
}): VNode | null {
  const ranges = markedRanges(dump);
  if (ranges.length === 0) return null;
  const names = markedFields(dump).map(({ path }) => path);
  return (
    <span class="guilty-note">
      <span class="guilty-key">{dump.guilty === undefined ? 'changed' : 'guilty'}</span>{' '}
      {ranges.slice(0, NAMED_MAX).map(byteRange).join(', ')}
      {ranges.length > NAMED_MAX && ' …'}
      {names.length > 0 && (
        <>
          : <code class="foreign">{names.slice(0, NAMED_MAX).join(', ')}</code>
        </>
      )}
      {(dump.guilty?.end ?? 0) > bytes && ' (beyond the end of the bytes)'}
    </span>
  );
}

function FieldName({ field }: { readonly field: HexField }): VNode {
  return (
    <span class="foreign">
      <span class="soft">{byteRange(field)}</span> <code>{field.path}</code>
      {' = '}
      <b>{field.text}</b> <span class="soft">{field.doc}</span>
    </span>
  );
}

interface RowsProps {
  readonly layout: HexLayout;
  readonly dump: PageDump;
  readonly on: number;
  readonly onName: (field: number) => void;
}

function Rows({ layout, dump, on, onName }: RowsProps): VNode {
  const focusable = new Set<number>();
  return (
    <>
      {layout.rows.map((row) => (
        <>
          {row.gap > 0 && <div class="hex-gap">… {plural(row.gap, 'byte')} left out …</div>}
          <div class="hex-row" key={row.start}>
            <span class="at">{offsetText(row.start)}</span>
            <span class="octets">
              {row.runs.map((run) => {
                const stop = run.field >= 0 && !focusable.has(run.field);
                const first = focusable.size === 0;
                if (stop) focusable.add(run.field);
                return (
                  <RunSpan
                    key={run.start}
                    run={run}
                    row={row}
                    bytes={layout.bytes}
                    field={dump.fields[run.field]}
                    on={on}
                    stop={stop ? (first ? 0 : -1) : undefined}
                    onName={onName}
                  />
                );
              })}
            </span>
            <span class="ascii" aria-hidden="true">
              {asciiOf(layout.bytes.slice(row.start, row.start + ROW_BYTES))}
            </span>
          </div>
        </>
      ))}
      {layout.rest > 0 && <div class="hex-gap">… {plural(layout.rest, 'byte')} left out …</div>}
    </>
  );
}

function RunSpan(props: {
  readonly run: Run;
  readonly row: HexRow;
  readonly bytes: readonly number[];
  readonly field: HexField | undefined;
  readonly on: number;
  readonly stop: number | undefined;
  readonly onName: (field: number) => void;
}): VNode {
  const { run, row, bytes, field, on, stop, onName } = props;
  const texts: string[] = [];
  for (let at = run.start; at < run.end; at += 1) {
    // Wider after the eighth byte, as every hex dump is.
    if (at > run.start) texts.push(at === row.start + 8 ? '  ' : ' ');
    texts.push((bytes[at] ?? 0).toString(16).padStart(2, '0'));
  }
  const last = row.runs.at(-1)?.end === run.end;
  const space = last ? '' : run.end === row.start + 8 ? '  ' : ' ';
  const classes = [
    'run',
    ...(run.field < 0 ? [] : [`f${run.field % COLOURS}`]),
    ...(run.guilty ? ['guilty'] : []),
    ...(run.field >= 0 && run.field === on ? ['on'] : []),
  ].join(' ');
  const named =
    field === undefined
      ? {}
      : {
          'data-field': run.field,
          title: `${byteRange(field)} · ${field.path} = ${field.text}`,
          onPointerEnter: () => onName(run.field),
          ...(stop === undefined
            ? {}
            : {
                tabIndex: stop,
                role: 'button',
                'aria-label': `${texts.join('')}: ${field.path} = ${field.text}, ${byteRange(field)}${
                  run.guilty ? ', marked' : ''
                }`,
                onFocus: () => onName(run.field),
                onClick: () => onName(run.field),
              }),
        };
  return (
    <>
      <span class={classes} {...named}>
        {texts.join('')}
      </span>
      {space}
    </>
  );
}

function Fields(props: Omit<RowsProps, 'layout'>): VNode {
  const { dump, on, onName } = props;
  const [all, setAll] = useState(false);
  const shown = all ? dump.fields : dump.fields.slice(0, FIELDS_MAX);
  const marked = new Set(markedFields(dump));
  return (
    <div class="hex-fields" tabIndex={0} role="group" aria-label={`Fields of ${dump.title}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Field</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((field, index) => (
            <tr
              key={index}
              class={[index === on && 'on', marked.has(field) && 'guilty-row']
                .filter(Boolean)
                .join(' ')}
              title={field.doc}
              onPointerEnter={() => onName(index)}
            >
              <td class="at">{offsetText(field.start)}</td>
              <td>
                <span class={`swatch f${index % COLOURS}`} aria-hidden="true" />
                <code class="foreign">{field.path}</code>
              </td>
              <td class="foreign">{field.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < dump.fields.length && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          Show all {plural(dump.fields.length, 'field')}
        </button>
      )}
    </div>
  );
}

/** From field to field: one stop for the Tab key in each dump. */
function arrows(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowDown: 1,
    ArrowLeft: -1,
    ArrowUp: -1,
  };
  const move = moves[event.key];
  const from = event.target;
  if (move === undefined || !(from instanceof HTMLElement) || !from.matches('.run')) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('.run[tabindex]')];
  const next = stops[stops.indexOf(from) + move];
  event.preventDefault();
  if (next === undefined) return;
  from.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function asciiOf(bytes: readonly number[]): string {
  return bytes.map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '·')).join('');
}
