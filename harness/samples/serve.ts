/** @module The faulty candidate of the samples, served: what the sample campaign is run against. */
import { profileOf } from '../profiles/profile-option.js';
import { serveStream } from '../protocol/serve.js';
import { faultyCandidate } from './candidates.js';

await serveStream(
  ({ profile }) => faultyCandidate(profileOf(profile)),
  process.stdin,
  process.stdout,
);
