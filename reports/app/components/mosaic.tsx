/** @module The picture of conformance: a tile for each clause, by area, told apart by shape too. */
import type { VNode } from 'preact';
import type { ClauseReport } from '../../../harness/report.js';
import type { AreaTally } from '../../summary.js';
import { SHADE_LABELS, SHADES, shadeOf, VERDICT_LABELS } from '../../verdict-words.js';
import { groupDigits } from '../../visible-text.js';
import { goTo, linkTo } from '../router.js';

/** Side of a tile, and from one to the next. */
const TILE = 10;
const PITCH = 13;
/** Tiles in a row; the drawing is as wide, so that all areas have the same scale. */
const COLUMNS = 34;

/** @internal */
export function Mosaic(props: {
  readonly areas: readonly AreaTally[];
  readonly disputed: ReadonlySet<string>;
}): VNode {
  return (
    <ul class="mosaic">
      {props.areas.map((tally) => (
        <AreaRow key={tally.area} tally={tally} disputed={props.disputed} />
      ))}
    </ul>
  );
}

interface RowProps {
  readonly tally: AreaTally;
  readonly disputed: ReadonlySet<string>;
}

function AreaRow({ tally, disputed }: RowProps): VNode {
  const good = tally.shades.pass + tally.shades.info;
  return (
    <li>
      <a class="area-name" href={linkTo('clauses', '', { area: tally.area })}>
        {tally.area}
      </a>
      <Tiles tally={tally} disputed={disputed} />
      <span class="score">
        {tally.red > 0 && <b class="red">{tally.red} red</b>}
        <span>
          {groupDigits(good)}
          <span class="soft">/{groupDigits(tally.total)}</span>
        </span>
      </span>
    </li>
  );
}

function Tiles({ tally, disputed }: RowProps): VNode {
  const rows = Math.ceil(tally.clauses.length / COLUMNS);
  // By place, not by target: a hole in a tile is of the tile as well.
  const open = (event: MouseEvent & { readonly currentTarget: SVGSVGElement }): void => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const pitch = width / COLUMNS;
    const column = Math.floor((event.clientX - left) / pitch);
    const row = Math.floor((event.clientY - top) / pitch);
    const clause = tally.clauses[row * COLUMNS + column];
    if (column < COLUMNS && clause !== undefined) goTo(linkTo('clause', clause.id));
  };
  const words = SHADES.filter((shade) => tally.shades[shade] > 0)
    .map((shade) => `${tally.shades[shade]} ${SHADE_LABELS[shade]}`)
    .join(', ');
  return (
    <svg
      class="tiles"
      viewBox={`0 0 ${COLUMNS * PITCH} ${rows * PITCH}`}
      role="img"
      aria-label={`${tally.area}: ${words}`}
      onClick={open}
    >
      {tally.clauses.map((clause, n) => (
        <Tile key={clause.id} clause={clause} n={n} disputed={disputed.has(clause.id)} />
      ))}
    </svg>
  );
}

function Tile(props: {
  readonly clause: ClauseReport;
  readonly n: number;
  readonly disputed: boolean;
}): VNode {
  const { clause, n, disputed } = props;
  const shade = shadeOf(clause.verdict);
  const x = (n % COLUMNS) * PITCH + 1.5;
  const y = Math.floor(n / COLUMNS) * PITCH + 1.5;
  return (
    <path class={`tile ${shade}${disputed ? ' disputed' : ''}`} d={shapeOf(shade, x, y)}>
      <title>
        {`${clause.id} ${VERDICT_LABELS[clause.verdict]}${disputed ? ', disputed' : ''}: ` +
          clause.summary}
      </title>
    </path>
  );
}

/** What fails is larger and has a cross cut out; what was not judged is small or hollow. */
function shapeOf(shade: string, x: number, y: number): string {
  switch (shade) {
    case 'fail':
      return `${box(x - 1.2, y - 1.2, TILE + 2.4)} ${cross(x + TILE / 2, y + TILE / 2, 3.2, 0.85)}`;
    case 'trouble':
      return diamond(x + TILE / 2, y + TILE / 2, TILE / 2 + 1.2);
    case 'warn':
      return `M${x} ${y + TILE}L${x + TILE / 2} ${y - 0.5}L${x + TILE} ${y + TILE}Z`;
    case 'info':
      return disc(x + TILE / 2, y + TILE / 2, TILE / 2);
    case 'notApplicable':
      return `${box(x, y, TILE)} ${inner(x + 1.6, y + 1.6, TILE - 3.2)}`;
    case 'notRun':
      return `${box(x, y, TILE)} ${inner(x + 1.1, y + 1.1, TILE - 2.2)}`;
    case 'excluded':
      return disc(x + TILE / 2, y + TILE / 2, 1.8);
    default:
      return box(x, y, TILE);
  }
}

function box(x: number, y: number, side: number): string {
  return `M${x} ${y}h${side}v${side}h${-side}z`;
}

/** Wound the other way round: a hole. */
function inner(x: number, y: number, side: number): string {
  return `M${x} ${y}v${side}h${side}v${-side}z`;
}

function diamond(x: number, y: number, radius: number): string {
  return `M${x} ${y - radius}L${x + radius} ${y}L${x} ${y + radius}L${x - radius} ${y}Z`;
}

function disc(x: number, y: number, radius: number): string {
  const arc = `a${radius} ${radius} 0 1 0`;
  return `M${x - radius} ${y}${arc} ${2 * radius} 0${arc} ${-2 * radius} 0z`;
}

function cross(x: number, y: number, reach: number, half: number): string {
  const a = half * Math.SQRT2;
  const points = [
    [0, -a],
    [-(reach - a / 2), -(reach + a / 2)],
    [-(reach + a / 2), -(reach - a / 2)],
    [-a, 0],
    [-(reach + a / 2), reach - a / 2],
    [-(reach - a / 2), reach + a / 2],
    [0, a],
    [reach - a / 2, reach + a / 2],
    [reach + a / 2, reach - a / 2],
    [a, 0],
    [reach + a / 2, -(reach - a / 2)],
    [reach - a / 2, -(reach + a / 2)],
  ].map(([dx = 0, dy = 0]) => `${(x + dx).toFixed(2)} ${(y + dy).toFixed(2)}`);
  return `M${points.join('L')}Z`;
}

/** What the shapes mean, with how many there are. @internal */
export function MosaicLegend(props: {
  readonly shades: AreaTally['shades'];
  readonly disputed: number;
}): VNode {
  const { shades, disputed } = props;
  return (
    <ul class="legend-row">
      {SHADES.filter((shade) => shades[shade] > 0).map((shade) => (
        <li key={shade}>
          <svg viewBox="0 0 13 13" class="tiles key-tile" aria-hidden="true">
            <path class={`tile ${shade}`} d={shapeOf(shade, 1.5, 1.5)} />
          </svg>
          {SHADE_LABELS[shade]} <b>{groupDigits(shades[shade])}</b>
        </li>
      ))}
      {disputed > 0 && (
        <li>
          <svg viewBox="0 0 13 13" class="tiles key-tile" aria-hidden="true">
            <path class="tile disputed outline-only" d={box(1.5, 1.5, TILE)} />
          </svg>
          disputed <b>{groupDigits(disputed)}</b>
        </li>
      )}
    </ul>
  );
}
