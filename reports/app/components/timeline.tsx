/** @module A race as it went: a lane for each branch, its calls from start to answer. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { CallRecord } from '../../../harness/program/program.js';
import type { PageStep } from '../../page/page-data.js';

const LANE = 46;
const HEAD = 22;
const UNIT_MIN = 34;
const WIDTH = 900;
const LEFT = 92;

/** Rounds of a block: `records` of one step, by iteration. */
interface Block {
  readonly step: number;
  readonly rounds: readonly (readonly CallRecord[])[];
}

/** The blocks among the steps of a case, drawn. @internal */
export function Timelines(props: {
  readonly steps: readonly PageStep[];
  readonly failed: ReadonlySet<number>;
  /** Words in which a failure names the round that it is about. */
  readonly about: string;
}): VNode | null {
  const blocks = blocksOf(props.steps);
  if (blocks.length === 0) return null;
  const named = blocks.filter(({ step }) => props.failed.has(step));
  const first = named.length > 0 ? named : blocks.slice(0, 1);
  const others = blocks.filter((block) => !first.includes(block));
  return (
    <section aria-labelledby="race-title">
      <h2 id="race-title">The race</h2>
      {first.map((block) => (
        <Timeline key={block.step} block={block} about={props.about} />
      ))}
      {others.length > 0 && (
        <details>
          <summary>The other parallel blocks: {others.length}</summary>
          {others.map((block) => (
            <Timeline key={block.step} block={block} about="" />
          ))}
        </details>
      )}
    </section>
  );
}

function Timeline({ block, about }: { readonly block: Block; readonly about: string }): VNode {
  const named = Number(/iteration (\d+)/.exec(about)?.[1] ?? '1') - 1;
  const [round, setRound] = useState(Math.min(Math.max(named, 0), block.rounds.length - 1));
  const records = block.rounds[round] ?? [];
  return (
    <figure class="timeline">
      <figcaption>
        Step {block.step + 1}
        {block.rounds.length > 1 && (
          <label>
            , round{' '}
            <select value={round} onChange={(event) => setRound(Number(event.currentTarget.value))}>
              {block.rounds.map((_, n) => (
                <option key={n} value={n}>
                  {n + 1}
                </option>
              ))}
            </select>
          </label>
        )}
        <span class="soft">, in the order of starts and answers</span>
      </figcaption>
      <div
        class="scroll"
        tabIndex={0}
        role="group"
        aria-label={`Timeline of step ${block.step + 1}`}
      >
        <Lanes records={records} />
      </div>
    </figure>
  );
}

function Lanes({ records }: { readonly records: readonly CallRecord[] }): VNode {
  const moments = [
    ...new Set(records.flatMap(({ startedAt, endedAt }) => [startedAt ?? 0, endedAt ?? 0])),
  ].sort((a, b) => a - b);
  const place = new Map(moments.map((moment, n) => [moment, n]));
  const lanes = [...new Set(records.map(({ branch }) => branch ?? 0))].sort((a, b) => a - b);
  const units = Math.max(1, moments.length - 1);
  const unit = Math.max(UNIT_MIN, (WIDTH - LEFT - 20) / units);
  const width = LEFT + units * unit + 20;
  const height = HEAD + lanes.length * LANE;
  const x = (moment: number | undefined): number => LEFT + (place.get(moment ?? 0) ?? 0) * unit;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} style={{ width: `${width}px` }} role="list">
      {moments.map((moment) => (
        <g key={moment} aria-hidden="true">
          <line class="moment" x1={x(moment)} x2={x(moment)} y1={HEAD - 4} y2={height} />
          <text class="moment-text" x={x(moment)} y={12} text-anchor="middle">
            {moment}
          </text>
        </g>
      ))}
      {lanes.map((lane, n) => (
        <text key={lane} class="lane-name" x={0} y={HEAD + n * LANE + LANE / 2}>
          branch {lane + 1}
        </text>
      ))}
      {records.map((record, n) => (
        <Bar
          key={n}
          record={record}
          from={x(record.startedAt)}
          to={x(record.endedAt)}
          y={HEAD + lanes.indexOf(record.branch ?? 0) * LANE}
        />
      ))}
    </svg>
  );
}

function Bar(props: {
  readonly record: CallRecord;
  readonly from: number;
  readonly to: number;
  readonly y: number;
}): VNode {
  const { record, from, to, y } = props;
  const width = Math.max(to - from, 14);
  const ended = endingOf(record);
  const short = record.op.replace(/^(?:kacs_|KACS_IOC_|world\.)/, '');
  const words = `branch ${(record.branch ?? 0) + 1}: ${record.op} → ${ended}`;
  const room = Math.max(2, Math.floor((width - 10) / 6.6));
  const fit = (text: string): string => (text.length > room ? `${text.slice(0, room - 1)}…` : text);
  return (
    <g role="listitem" aria-label={words}>
      <title>{words}</title>
      <rect
        class={`call ${record.outcome.kind}`}
        x={from}
        y={y + 6}
        width={width}
        height={LANE - 12}
        rx={4}
      />
      <text class="call-op" x={from + 6} y={y + 20}>
        {fit(short)}
      </text>
      <text class="call-end" x={from + 6} y={y + 33}>
        {fit(`→ ${ended}`)}
      </text>
    </g>
  );
}

function endingOf({ outcome }: CallRecord): string {
  switch (outcome.kind) {
    case 'refused':
      return outcome.errno;
    case 'returned': {
      const text = JSON.stringify(outcome.value);
      return text === '{}' ? 'returned' : `returned ${text}`;
    }
    case 'timedOut':
      return 'no answer';
    default:
      return outcome.kind;
  }
}

function blocksOf(steps: readonly PageStep[]): readonly Block[] {
  const byStep = new Map<number, CallRecord[][]>();
  for (const { record } of steps) {
    if (!('outcome' in record) || record.branch === undefined) continue;
    if (record.startedAt === undefined) continue;
    const rounds = byStep.get(record.step) ?? [];
    byStep.set(record.step, rounds);
    (rounds[record.iteration ?? 0] ??= []).push(record);
  }
  return [...byStep].map(([step, rounds]) => ({ step, rounds: rounds.filter(Boolean) }));
}
