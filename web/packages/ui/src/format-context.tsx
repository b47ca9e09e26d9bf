import { createContext, useContext, useMemo } from 'react';
import { formatDay, formatMoment, formatRelative, formatTimeOfDay, type FormatChoice } from './format';

const FormatContext = createContext<FormatChoice>({ locale: 'en-GB', dateFormat: null, timeFormat: null });

// Set once near the root from the browser's locale and the user's preferences.
export const FormatProvider = FormatContext.Provider;

export function useFormat() {
  const choice = useContext(FormatContext);
  return useMemo(
    () => ({
      locale: choice.locale,
      day: (value: string | null | undefined) => formatDay(value, choice),
      time: (value: string | null | undefined) => formatTimeOfDay(value, choice),
      moment: (value: string | null | undefined) => formatMoment(value, choice),
      number: (value: number) => new Intl.NumberFormat(choice.locale).format(value),
    }),
    [choice],
  );
}

// A moment in the reader's time: relative within a day, the exact one always in the markup and on hover.
export function Moment({ at, relative = false }: { at: string | null | undefined; relative?: boolean }) {
  const format = useFormat();
  if (!at) return <span>–</span>;
  const exact = format.moment(at);
  const words = relative ? formatRelative(at, new Date(), format.locale) : null;
  return (
    <time dateTime={at} title={exact} style={{ whiteSpace: 'nowrap' }}>
      {words ?? exact}
    </time>
  );
}
