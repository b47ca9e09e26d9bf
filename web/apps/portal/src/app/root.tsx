import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { LanguageFormat } from './language';

export function Root() {
  return (
    <Suspense fallback={null}>
      <LanguageFormat>
        <Outlet />
      </LanguageFormat>
    </Suspense>
  );
}
