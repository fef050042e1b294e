/** @module All liberties, and models that take several at once. */
import type { Model } from '../kernel/model.js';
import { KERNEL_LIBERTIES } from './kernel.liberties.js';
import { isOpen, type Liberty } from './liberty.js';
import { NUMBER_LIBERTIES } from './numbers.liberties.js';
import { TOKEN_LIBERTIES } from './tokens.liberties.js';

export { isOpen, type Liberty } from './liberty.js';

/** @public */
export const LIBERTIES: readonly Liberty[] = [
  ...NUMBER_LIBERTIES,
  ...TOKEN_LIBERTIES,
  ...KERNEL_LIBERTIES,
];

/** The model with the liberties that its profile leaves. @public */
export function takingLiberties(model: Model, liberties: readonly Liberty[]): Model {
  return liberties
    .filter((liberty) => isOpen(liberty, model))
    .reduce((changed, { apply }) => apply(changed), model);
}
