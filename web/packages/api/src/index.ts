export type * from './contract';
export { onAnswered, onSignedOut, rememberCsrfToken } from './client';
export {
  addDocument,
  api,
  auditCsvUrl,
  studyDownloadUrl,
  clinicianRoles,
  tenantRoles,
  type RoleSystem,
} from './endpoints';
export { ApiError, formPath, isApiError, toApiError, type FieldError } from './errors';
export type { LiveEvent, LiveEventName } from './live/events';
export { invalidator } from './live/invalidate';
export { connectLive, onLiveEvent } from './live/live';
export { isUnderWay, queries } from './queries';
export { storeObject } from './stow';
