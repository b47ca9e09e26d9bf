import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { session } from '../testing/fixtures';
import { Refusal } from '../testing/mock-server';
import { openPage } from '../testing/render';

afterEach(() => vi.unstubAllGlobals());

const named = (name: RegExp) => ({ name });

describe('signing in', () => {
  it('leads back to the page that was asked for', async () => {
    const { router } = await openPage('/directory', { session: session('anonymous') });
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/^e-mail/i), 'els@maes.example');
    await user.type(screen.getByLabelText(/^password/i), 'correct horse');
    await user.click(screen.getByRole('button', named(/^sign in$/i)));
    await waitFor(() => expect(router.state.location.pathname).toBe('/directory'));
  });

  it('keeps a refusal on the page and empties the password', async () => {
    await openPage('/sign-in', { session: session('anonymous') });
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/^e-mail/i), 'els@maes.example');
    await user.type(screen.getByLabelText(/^password/i), 'wrong');
    await user.click(screen.getByRole('button', named(/^sign in$/i)));
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(screen.getByLabelText(/^password/i)).toHaveValue('');
  });

  it('is replaced by the setup while there is no tenant (ACC-2)', async () => {
    const { router } = await openPage('/studies', { session: session('setup') });
    await waitFor(() => expect(router.state.location.pathname).toBe('/setup'));
  });
});

describe('confirming a registration', () => {
  it('changes nothing before the button is pressed', async () => {
    window.location.hash = '#abc';
    await openPage('/register/confirm#abc', { session: session('anonymous') });
    const button = await screen.findByRole('button', named(/confirm/i));
    const calls = () =>
      vi.mocked(fetch).mock.calls.filter(([request]) => (request as Request).method === 'POST').length;
    expect(calls()).toBe(0);
    await userEvent.click(button);
    await waitFor(() => expect(calls()).toBe(1));
    window.location.hash = '';
  });
});

describe('a page of the department', () => {
  it('does not open without its permission (ACC-11)', async () => {
    await openPage('/admin/users', { session: session('staff', ['view_studies']) });
    expect(await screen.findByRole('heading', { level: 1 })).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
    expect(
      vi.mocked(fetch).mock.calls.some(([request]) => (request as Request).url.includes('/tenant/users')),
    ).toBe(false);
  });
});

describe('granting access to a study (CLA-7)', () => {
  const grants: unknown[] = [];
  const routes: NonNullable<Parameters<typeof openPage>[1]>['routes'] = [
    [
      'POST',
      /^\/grants$/,
      ({ body }) => {
        grants.push(body);
        return { granted: 1 };
      },
    ],
  ];

  it('sends one clinician by the key icon', async () => {
    grants.length = 0;
    await openPage('/studies/S0', { routes });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', named(/manage clinician access/i)));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('button', named(/grant access to dr els maes/i)));
    await waitFor(() => expect(grants).toEqual([{ studyIds: ['S0'], membershipIds: ['C0'] }]));
  });

  it('exists only with both permissions', async () => {
    await openPage('/studies/S0', { session: session('staff', ['view_studies', 'manage_clinician_access']) });
    await screen.findByRole('heading', { level: 1 });
    expect(screen.queryByRole('button', named(/manage clinician access/i))).toBeNull();
  });

  it('names person and effect before a grant is withdrawn', async () => {
    await openPage('/studies/S0');
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', named(/manage clinician access/i)));
    await user.click(await screen.findByRole('tab', named(/current access/i)));
    await user.click(await screen.findByRole('button', named(/withdraw access for nora lambert/i)));
    expect(await screen.findByText(/nora lambert no longer sees/i)).toBeVisible();
  });
});

describe('a refused form', () => {
  it('shows the server’s error at the field and links to it', async () => {
    await openPage('/register', {
      session: session('anonymous'),
      routes: [
        [
          'POST',
          /^\/registrations$/,
          () =>
            new Refusal(422, 'invalid', {
              title: 'x',
              errors: [
                {
                  path: 'professionalNumbers[0].value',
                  code: 'check_digit',
                  text: 'The check digit is wrong',
                },
              ],
            }),
        ],
      ],
    });
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/given name/i), 'Els');
    await user.type(screen.getByLabelText(/family name/i), 'Maes');
    await user.type(screen.getByLabelText(/^e-mail/i), 'els@maes.example');
    await user.type(screen.getByLabelText(/^password/i), 'a long sentence');
    await user.selectOptions(screen.getByLabelText(/^profession$/i), 'physician');
    await user.type(screen.getByLabelText(/^number$/i), '10003282001');
    await user.click(screen.getByRole('button', named(/^register$/i)));
    const link = await screen.findByRole('link', named(/check digit/i));
    await user.click(link);
    expect(screen.getByLabelText(/^number$/i)).toHaveFocus();
    expect(screen.getByLabelText(/^number$/i)).toBeInvalid();
  });
});

describe('enabling the clinician portal (CLA-1, CLA-2)', () => {
  it('says beforehand that it cannot be disabled, and offers no switch afterwards', async () => {
    const { unmount } = await openPage('/admin/clinician-portal', { portalEnabled: false });
    expect(await screen.findByRole('note')).toBeVisible();
    expect(screen.getByRole('switch')).not.toBeChecked();
    unmount();
    await openPage('/admin/clinician-portal', { portalEnabled: true });
    expect(await screen.findByRole('textbox', named(/display name/i))).toBeVisible();
    expect(screen.queryByRole('switch')).toBeNull();
  });
});

describe('Access Control (CLA-4)', () => {
  it('allows nobody before a role is chosen', async () => {
    await openPage('/admin/access-control/L0');
    const allow = await screen.findByRole('switch');
    expect(allow).toBeDisabled();
    await screen.findByRole('option', named(/attending physician/i));
    await userEvent.selectOptions(screen.getByLabelText(/clinician role/i), 'CR0');
    expect(allow).toBeEnabled();
  });
});

describe('uploading as a clinician (STU-3)', () => {
  const asClinician = { session: session('clinician') };

  it('asks for the department first, and shows what became of what was sent', async () => {
    await openPage('/upload', asClinician);
    const department = await screen.findByLabelText(/^department/i);
    expect(screen.queryByRole('button', named(/choose files/i))).toBeNull();
    await userEvent.selectOptions(department, 'north');
    expect(await screen.findByRole('button', named(/choose files/i))).toBeEnabled();
    expect(await screen.findByText('Not a patient of ours')).toBeVisible();
    const table = screen.getByRole('table');
    expect(within(table).getAllByRole('link')).toHaveLength(1);
  });

  it('offers nothing where no department permits', async () => {
    await openPage('/upload', {
      ...asClinician,
      routes: [['GET', /^\/clinician\/upload-departments$/, () => ({ items: [] })]],
    });
    expect(await screen.findByRole('heading', { level: 1 })).toBeVisible();
    expect(await screen.findByText(/no department lets you/i)).toBeVisible();
    expect(screen.queryByRole('link', named(/^upload$/i))).toBeNull();
  });

  it('tells staff who sent a study that waits', async () => {
    await openPage('/validation', { session: session('staff') });
    expect(await screen.findByText(/dr els maes, practice maes/i)).toBeVisible();
  });
});
