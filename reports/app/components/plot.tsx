/** @module One quantity over time, drawn by uPlot. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';

const HEIGHT = 170;

/** @internal */
export function Plot(props: {
  readonly title: string;
  readonly seconds: readonly number[];
  readonly values: readonly number[];
  /** What to say beside the title; otherwise the last value. */
  readonly figure?: number;
  /** Steps rather than a line: what is counted holds until the next. */
  readonly steps?: boolean;
}): VNode {
  const { title, seconds, values, steps } = props;
  const place = useRef<HTMLDivElement>(null);
  const last = props.figure ?? values.at(-1) ?? 0;
  useEffect(() => {
    const node = place.current;
    if (node === null) return undefined;
    const draw = (): uPlot => drawPlot(node, seconds, values, steps === true);
    let plot = draw();
    const redraw = (): void => {
      plot.destroy();
      plot = draw();
    };
    const sizes = new ResizeObserver(() => plot.setSize({ width: widthOf(node), height: HEIGHT }));
    sizes.observe(node);
    // Colours are read when drawing.
    const themes = new MutationObserver(redraw);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', redraw);
    return () => {
      sizes.disconnect();
      themes.disconnect();
      system.removeEventListener('change', redraw);
      plot.destroy();
    };
  }, [seconds, values]);
  return (
    <figure class="plot">
      <figcaption>
        {title} <b>{format(last)}</b>
      </figcaption>
      <div
        ref={place}
        role="img"
        aria-label={`${title} over ${format(seconds.at(-1) ?? 0)} seconds, at the end ${format(last)}`}
      />
    </figure>
  );
}

function drawPlot(
  node: HTMLElement,
  seconds: readonly number[],
  values: readonly number[],
  stepped: boolean,
): uPlot {
  // A canvas knows no variables: the place itself says what each is now.
  const colour = (name: string): string => {
    node.style.color = `var(${name})`;
    return getComputedStyle(node).color;
  };
  const axis: uPlot.Axis = {
    stroke: colour('--soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1, size: 4 },
    font: '11px sans-serif',
  };
  const path = stepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  return new uPlot(
    {
      width: widthOf(node),
      height: HEIGHT,
      scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.08)] } },
      axes: [
        { ...axis, size: 28, values: (_, ticks) => ticks.map(clock) },
        { ...axis, size: 52, values: (_, ticks) => ticks.map(format) },
      ],
      series: [
        {},
        {
          stroke: colour('--accent'),
          width: 1.5,
          fill: colour('--accent-tint'),
          points: { show: false },
          ...(path === undefined ? {} : { paths: path }),
        },
      ],
      legend: { show: false },
      cursor: { y: false },
    },
    [[...seconds], [...values]],
    node,
  );
}

function widthOf(node: HTMLElement): number {
  return Math.max(120, Math.floor(node.clientWidth));
}

function clock(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${+(seconds / 60).toFixed(1)} min` : `${+(seconds / 3600).toFixed(1)} h`;
}

function format(value: number): string {
  if (Math.abs(value) >= 1_000_000) return `${+(value / 1_000_000).toFixed(1)} M`;
  return Math.abs(value) >= 10_000 ? `${+(value / 1000).toFixed(1)} k` : String(+value.toFixed(1));
}
