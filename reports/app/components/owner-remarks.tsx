/** @module What the candidate's owner said beforehand: waivers and disputes, and how they stand. */
import type { VNode } from 'preact';
import type { Report } from '../../../harness/report.js';
import { disputeRemarks, waiverRemarks, type Remark } from '../../waiver-words.js';

const SHOWN_MAX = 200;

/** @internal */
export function OwnerRemarks({ report }: { readonly report: Report }): VNode {
  return (
    <>
      <Remarks title="Waivers" remarks={waiverRemarks(report)} />
      <Remarks title="Disputed readings" remarks={disputeRemarks(report)} />
    </>
  );
}

function Remarks(props: {
  readonly title: string;
  readonly remarks: readonly Remark[];
}): VNode | null {
  const { title, remarks } = props;
  if (remarks.length === 0) return null;
  const id = `${title.slice(0, 3).toLowerCase()}-title`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="remarks foreign">
        {remarks.slice(0, SHOWN_MAX).map(({ about, text, urgency }, n) => (
          <li key={n} class={urgency}>
            <b>{about}</b> {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
