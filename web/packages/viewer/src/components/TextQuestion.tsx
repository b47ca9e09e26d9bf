// Asks for the words beside an arrow. Escape, or nothing written, gives up. STU-41
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewerState } from '../state';
import { useViewerState } from './context';

const longest = 80;

function Form({ question }: { question: NonNullable<ViewerState['question']> }) {
  const { t } = useTranslation('viewer');
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(question.text);
  useEffect(() => {
    dialog.current?.showModal();
    field.current?.select();
  }, []);
  const written = text.trim();
  return (
    <dialog
      ref={dialog}
      className="pv-question"
      aria-labelledby="pv-question-title"
      data-testid="text-question"
      onCancel={(event) => {
        event.preventDefault();
        question.done(null);
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          question.done(written === '' ? null : written);
        }}
      >
        <label id="pv-question-title" htmlFor="pv-question-field">
          {t('question.title')}
        </label>
        <input
          ref={field}
          id="pv-question-field"
          value={text}
          maxLength={longest}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
        <div className="pv-question-ends">
          <button type="submit" className="pv-button pv-button-main">
            {t('action.ok')}
          </button>
          <button type="button" className="pv-button" onClick={() => question.done(null)}>
            {t('action.cancel')}
          </button>
        </div>
      </form>
    </dialog>
  );
}

export function TextQuestion() {
  const question = useViewerState((state) => state.question);
  return question && <Form question={question} />;
}
