export { Confirm } from './confirm';
export { ErrorSummary } from './error-summary';
export { Facts, type Fact } from './facts';
export {
  ageInYears,
  dateFormats,
  formatCountdown,
  formatDay,
  formatMoment,
  formatRelative,
  formatTimeOfDay,
  type FormatChoice,
} from './format';
export { FormatProvider, Moment, useFormat } from './format-context';
export { deviceName, personName } from './names';
export { Page } from './page';
export { ScrollX } from './scroll-x';
export {
  codeText,
  EmptyState,
  ErrorState,
  errorText,
  fieldText,
  Loaded,
  LoadMore,
  RowsSkeleton,
} from './states';
export { theme } from './theme';
