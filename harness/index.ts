/**
 * @module What other programs may import: the adapter interface, Programs, the report, and a server
 * for adapters written in JavaScript.
 */
export {
  AdapterFault,
  type Adapter,
  type Hello,
  type HelloRequest,
  type PlainStep,
} from './adapters/adapter.js';
export { ReferenceAdapter, type ReferenceOptions } from './adapters/reference/reference-adapter.js';
export type * from './program/program.js';
export { OPS, type OpDefinition } from './protocol/ops.js';
export { serveSocket, type SocketServer } from './protocol/serve-socket.js';
export { serveStream, type AdapterFactory, type ServeOptions } from './protocol/serve.js';
export {
  defineProfile,
  PROFILE_IDS,
  profileOf,
  type ProfileFile,
} from './profiles/profile-option.js';
export { comparable, readReport, reportProblem } from './report-file.js';
export type * from './report.js';
