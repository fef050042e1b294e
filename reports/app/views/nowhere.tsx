/** @module An address that leads nowhere. */
import type { VNode } from 'preact';
import { Title } from '../app.js';
import { linkTo } from '../router.js';

/** @internal */
export function Nowhere({ what }: { readonly what: string }): VNode {
  return (
    <div class="nowhere">
      <Title>Not here</Title>
      <p class="foreign">There is {what}.</p>
      <p>
        <a href={linkTo('')}>To the summary</a>
      </p>
    </div>
  );
}
