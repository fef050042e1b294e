/** @module Generic rights in the mask of an open: what they stand for on a token. */
import { openSelf, query } from '../language/steps.js';
import { aCase, accepted, control, defineSuite, refused } from '../language/suite.js';
import { ADJUST_SESSION_ID, ADJUSTMENTS, GENERIC_WRITE_ADJUSTMENTS } from './adjustments.js';

const GENERIC_READ = 0x80000000;
const GENERIC_WRITE = 0x40000000;

/** Query and every adjustment. */
const ALL = 0x01e8;

export default defineSuite('ioctl-common', 'generic-rights', [
  aCase('read-queries', 'a handle opened with GENERIC_READ can query', [
    control(openSelf('h', GENERIC_READ)),
    accepted('IC-019', query('q', 'h', 'USER')),
  ]),
  ADJUSTMENTS.map(({ slug, of }) =>
    aCase(`read-${slug}`, `a handle opened with GENERIC_READ cannot use ${slug}`, [
      control(openSelf('all', ALL)),
      control(of('all')),
      control(openSelf('h', GENERIC_READ)),
      refused('IC-019', of('h')),
      accepted('IC-019', query('q', 'h', 'USER')),
    ]),
  ),
  GENERIC_WRITE_ADJUSTMENTS.map(({ slug, of }) =>
    aCase(`write-${slug}`, `a handle opened with GENERIC_WRITE can use ${slug}`, [
      control(openSelf('h', GENERIC_WRITE)),
      accepted('IC-020', of('h')),
    ]),
  ),
  aCase('write-queries', 'a handle opened with GENERIC_WRITE cannot query', [
    control(openSelf('all', ALL)),
    control(query('q', 'all', 'USER')),
    control(openSelf('h', GENERIC_WRITE)),
    refused('IC-020', query('r', 'h', 'USER')),
  ]),
  aCase('write-adjust-session-id', 'a handle opened with GENERIC_WRITE cannot set the session', [
    control(openSelf('all', ALL)),
    control(ADJUST_SESSION_ID.of('all')),
    control(openSelf('h', GENERIC_WRITE)),
    refused('IC-020', ADJUST_SESSION_ID.of('h')),
  ]),
  aCase('both', 'a handle opened with both can query and adjust', [
    control(openSelf('h', GENERIC_READ + GENERIC_WRITE)),
    accepted('IC-019', query('q', 'h', 'USER')),
    GENERIC_WRITE_ADJUSTMENTS.map(({ of }) => accepted('IC-020', of('h'))),
  ]),
]);
