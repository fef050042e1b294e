/**
 * @module The registry-credentials extension of the header: abi.md; clauses TH-118 to 122, 145 to
 * 151.
 */

import { defineLayout } from './layout.js';
import { derived, derivedPart, part, reserved, value } from './rows.js';

/** @public */
export const REGISTRY_EXTENSION = defineLayout({
  name: 'REGISTRY_EXTENSION',
  doc: 'Scopes and private layers of a token (layout `packed-registry`).',
  rows: [
    value(0, 'version', 'u32le', 'Always 1.', [{ id: 'version.equals', kind: 'equals', value: 1 }]),
    reserved(4, 'reserved4', 'u32le', 'Zero.', [
      { id: 'reserved4.equals', kind: 'equals', value: 0 },
    ]),
    derived(8, 'scopeCount', 'u32le', 'count', 'scopes', 'Number of scope GUIDs.', [
      { id: 'scopeCount.range', kind: 'range', min: 0, max: 256 },
    ]),
    derived(12, 'layerCount', 'u32le', 'count', 'layers', 'Number of private layers.', [
      { id: 'layerCount.range', kind: 'range', min: 0, max: 256 },
    ]),
    part(
      'scopes',
      { kind: 'follows', count: 'scopeCount' },
      { kind: 'list', element: { kind: 'bytes', size: 16 } },
      'Scope GUIDs, 16 bytes each.',
      [
        { id: 'scopes.fits', kind: 'fits' },
        { id: 'scopes.elementFits', kind: 'elementFits' },
        { id: 'scopes.notAllZero', kind: 'notAllZero' },
        { id: 'scopes.distinct', kind: 'distinct', foldCase: false },
      ],
    ),
    derivedPart(
      'layerLengths',
      { kind: 'follows', count: 'layerCount' },
      { kind: 'numbers', type: 'u32le' },
      'Bytes of each layer name.',
      [{ id: 'layerLengths.fits', kind: 'fits' }],
    ),
    part(
      'layers',
      { kind: 'lengths', lengths: 'layerLengths' },
      { kind: 'bytes' },
      'Names of the private layers, UTF-8.',
      [
        { id: 'layers.fits', kind: 'fits' },
        { id: 'layers.itemBytes', kind: 'itemBytes', min: 1, max: 255 },
        { id: 'layers.utf8', kind: 'utf8' },
        { id: 'layers.excludesBytes', kind: 'excludesBytes', bytes: [0x00, 0x2f, 0x5c] },
        { id: 'layers.distinct', kind: 'distinct', foldCase: true },
      ],
    ),
  ],
  rules: [{ id: 'header.fits', kind: 'fits' }],
});
