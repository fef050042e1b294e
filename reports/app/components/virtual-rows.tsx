/** @module Rows of which only those in sight exist: twenty thousand cost as much as forty. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const OVERSCAN = 10;
/** On paper all rows are wanted, within reason. */
const PRINTED_MAX = 3_000;

interface Props {
  readonly count: number;
  readonly rowHeight: number;
  readonly label: string;
  /** A row; `index` counts from 0. */
  row(index: number): VNode;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A list that scrolls with the page. Arrow keys move from row to row. @internal */
export function VirtualRows({ count, rowHeight, label, row }: Props): VNode {
  const list = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<Range>({ from: 0, to: Math.min(count, 50) });
  useLayoutEffect(() => {
    const measure = (): void => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      const from = Math.max(0, Math.floor(-top / rowHeight) - OVERSCAN);
      const to = Math.min(count, Math.ceil((innerHeight - top) / rowHeight) + OVERSCAN);
      setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
    };
    const print = (): void => setRange({ from: 0, to: Math.min(count, PRINTED_MAX) });
    measure();
    addEventListener('scroll', measure, { passive: true });
    addEventListener('resize', measure);
    addEventListener('beforeprint', print);
    addEventListener('afterprint', measure);
    return () => {
      removeEventListener('scroll', measure);
      removeEventListener('resize', measure);
      removeEventListener('beforeprint', print);
      removeEventListener('afterprint', measure);
    };
  }, [count, rowHeight]);
  const to = Math.min(range.to, count);
  const from = Math.min(range.from, to);
  const rows = Array.from({ length: to - from }, (_, n) => from + n);
  return (
    <div
      ref={list}
      class="rows"
      role="list"
      aria-label={label}
      onKeyDown={(event) => move(event, rowHeight)}
      style={{
        paddingTop: `${from * rowHeight}px`,
        paddingBottom: `${Math.max(0, count - to) * rowHeight}px`,
      }}
    >
      {rows.map((index) => (
        <div
          key={index}
          role="listitem"
          aria-setsize={count}
          aria-posinset={index + 1}
          class="row-item"
          style={{ height: `${rowHeight}px` }}
        >
          {row(index)}
        </div>
      ))}
    </div>
  );
}

/** The overscan guarantees that the neighbour exists. */
function move(event: KeyboardEvent, rowHeight: number): void {
  const direction = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (direction === 0 || !(event.target instanceof HTMLElement)) return;
  const item = event.target.closest('.row-item');
  const next = direction > 0 ? item?.nextElementSibling : item?.previousElementSibling;
  const link = next?.querySelector<HTMLElement>('a');
  if (link === null || link === undefined) return;
  event.preventDefault();
  link.focus({ preventScroll: true });
  const { top, bottom } = link.getBoundingClientRect();
  if (top < 160) scrollBy(0, -rowHeight * 3);
  else if (bottom > innerHeight - rowHeight) scrollBy(0, rowHeight * 3);
}
