import { Alert, Anchor, List } from '@mantine/core';
import { useTranslation } from '@portico/i18n';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';

interface ErrorSummaryProps {
  // Field path -> its error, as the form holds them.
  errors: Record<string, ReactNode>;
  // What was refused as a whole, when no field is to blame.
  general?: string | null;
  // The id of the input of a field path.
  inputId: (path: string) => string;
}

// The label of a field as the form shows it; empty for a field without one.
function labelOf(id: string): string {
  const field = document.getElementById(id);
  const labels = field && 'labels' in field ? (field as HTMLInputElement).labels : null;
  const shown = labels?.[0] ?? document.getElementById(field?.getAttribute('aria-labelledby') ?? '');
  return shown?.textContent?.replace(/[\s*]+$/, '') ?? '';
}

// Written once the form stands in the document: only there are the labels known.
const NameOf = ({ id }: { id: string }) => (
  <span
    ref={(node) => {
      const label = labelOf(id);
      if (node && label) node.textContent = `${label}: `;
    }}
  />
);

// Stands above a form after a refused save, takes the focus, and links to each field that needs work.
export function ErrorSummary({ errors, general, inputId }: ErrorSummaryProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(errors).filter(([, error]) => error);
  const shown = entries.length > 0 || Boolean(general);
  const signature = JSON.stringify([general, entries.map(([path]) => path)]);
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown, signature]);
  if (!shown) return null;
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={general ?? t('forms.summary', { count: entries.length })}
    >
      {entries.length > 0 && (
        <List size="sm" spacing={0}>
          {entries.map(([path, error]) => (
            <List.Item key={path}>
              <Anchor
                href={`#${inputId(path)}`}
                size="sm"
                c="red"
                underline="always"
                display="inline"
                lh="24px"
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(inputId(path))?.focus();
                }}
              >
                <NameOf id={inputId(path)} />
                {error}
              </Anchor>
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
