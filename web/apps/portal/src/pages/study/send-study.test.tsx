import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { study } from '../../testing/fixtures';
import { openPart } from '../../testing/render';
import { SendStudy } from './send-study';

afterEach(() => vi.unstubAllGlobals());

describe('sending to other systems (CLA-27)', () => {
  it('offers both kinds, and gives the patient the number of the receiver', async () => {
    const sent: unknown[] = [];
    await openPart(<SendStudy study={study(0)} onClose={() => undefined} />, {
      routes: [
        [
          'POST',
          /\/sendings$/,
          ({ body }) => {
            sent.push(body);
            return { node: 'University archive' };
          },
        ],
      ],
    });
    const user = userEvent.setup();
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('combobox', { name: /^to$/i }));
    expect(await screen.findByText(/dicomweb servers/i)).toBeVisible();
    await user.click(await screen.findByRole('option', { name: /university archive/i }));
    await user.type(within(dialog).getByLabelText(/patient id there/i), ' U-7741 ');
    await user.click(within(dialog).getByRole('button', { name: /^send$/i }));
    await waitFor(() => expect(sent).toEqual([{ nodeId: 'W1', patientId: 'U-7741' }]));
    expect(within(dialog).getByText(/with patient id u-7741/i)).toBeVisible();
  });
});
