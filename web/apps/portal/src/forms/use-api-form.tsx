import { useForm, type FormErrors, type UseFormInput } from '@mantine/form';
import { ApiError } from '@portico/api';
import { ErrorSummary, errorText, fieldText } from '@portico/ui';
import { useId, useRef, useState, type FormEvent } from 'react';
import { UnsavedGuard } from './unsaved-guard';

interface ApiFormOptions<Values extends object> {
  initialValues: Values;
  validate?: UseFormInput<Values>['validate'];
  // Sends the values; an ApiError's field errors are put at their fields.
  save: (values: Values) => Promise<unknown>;
  // Warns before the page is left with unsaved changes; off for dialogues and short forms.
  guard?: boolean;
}

// A form whose refusals, of the page or of the server, stand at the field and in a summary that links to it.
export function useApiForm<Values extends object>(options: ApiFormOptions<Values>) {
  const prefix = useId();
  const form = useForm<Values>({ initialValues: options.initialValues, validate: options.validate });
  const [busy, setBusy] = useState(false);
  const [general, setGeneral] = useState<string | null>(null);
  const [attempts, setAttempts] = useState(0);
  const saved = useRef(false);

  const inputId = (path: string) => `${prefix}-${path.replaceAll('.', '-')}`;

  const refused = (error: unknown) => {
    const fields = error instanceof ApiError ? error.fieldTexts(fieldText) : {};
    const known = Object.entries(fields).filter(
      ([path]) => (path.split('.')[0] as string) in options.initialValues,
    );
    form.setErrors(Object.fromEntries(known));
    setGeneral(known.length > 0 ? null : errorText(error));
  };

  const submit = async (event?: FormEvent<HTMLFormElement>) => {
    event?.preventDefault();
    setGeneral(null);
    setAttempts((count) => count + 1);
    if (form.validate().hasErrors) return;
    setBusy(true);
    try {
      saved.current = true;
      const values = form.getValues();
      await options.save(values);
      form.resetDirty(values);
    } catch (error) {
      saved.current = false;
      refused(error);
    } finally {
      setBusy(false);
      saved.current = false;
    }
  };

  const summary = <ErrorSummary key={attempts} errors={form.errors} general={general} inputId={inputId} />;
  const guard =
    options.guard === false ? null : <UnsavedGuard isDirty={() => !saved.current && form.isDirty()} />;

  return {
    form,
    busy,
    submit,
    errors: form.errors as FormErrors,
    // Above the fields: what was refused, and the guard of unsaved changes.
    head: (
      <>
        {guard}
        {summary}
      </>
    ),
    field: (path: string, kind: 'input' | 'checkbox' = 'input') => ({
      ...form.getInputProps(path as never, { type: kind }),
      id: inputId(path),
    }),
  };
}
