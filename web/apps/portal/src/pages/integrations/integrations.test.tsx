import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Asked, Route } from '../../testing/mock-server';
import { dicomwebServers, pullRules } from '../../testing/pull-fixtures';
import { openPage } from '../../testing/render';

afterEach(() => vi.unstubAllGlobals());

const named = (name: RegExp) => ({ name });

function kept(method: string, path: RegExp, answer: unknown) {
  const bodies: unknown[] = [];
  const route: Route = [
    method,
    path,
    ({ body }: Asked) => {
      bodies.push(body);
      return answer;
    },
  ];
  return { route, bodies };
}

describe('integrations (STU-4)', () => {
  it.each(['/admin/nodes', '/admin/integrations'])('%s leads to the nodes', async (address) => {
    const { router } = await openPage(address);
    await waitFor(() => expect(router.state.location.pathname).toBe('/admin/integrations/nodes'));
    expect(await screen.findByRole('heading', named(/^dicom nodes$/i))).toBeVisible();
  });

  it('stand each at an address of their own', async () => {
    const { router } = await openPage('/admin/integrations/nodes');
    await userEvent.click(await screen.findByRole('tab', named(/pull rules/i)));
    await waitFor(() => expect(router.state.location.pathname).toBe('/admin/integrations/pull-rules'));
  });

  it('a node that is pulled from needs an address and a port', async () => {
    const saved = kept('PUT', /^\/tenant\/ae-titles\/AE2$/, {});
    await openPage('/admin/integrations/nodes', { routes: [saved.route] });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', named(/change pacs_old/i)));
    const dialog = await screen.findByRole('dialog');
    const priors = within(dialog).getByLabelText(/earlier studies/i);
    expect(priors).toBeDisabled();
    await user.selectOptions(within(dialog).getByLabelText(/pull studies from it/i), 'get');
    await user.click(priors);
    await user.click(within(dialog).getByRole('button', named(/^save$/i)));
    expect(within(dialog).getByLabelText(/^address/i)).toBeInvalid();
    expect(saved.bodies).toEqual([]);
    await user.type(within(dialog).getByLabelText(/^address/i), '192.0.2.9');
    await user.click(within(dialog).getByRole('button', named(/^save$/i)));
    await waitFor(() => expect(saved.bodies).toHaveLength(1));
    expect(saved.bodies[0]).toMatchObject({ retrieveBy: 'get', fetchPriors: true, host: '192.0.2.9' });
  });

  it('what is wrong with a connection stays beside its button', async () => {
    await openPage('/admin/integrations/dicomweb');
    await userEvent.click(await screen.findByRole('button', named(/check the connection/i)));
    expect(await screen.findByText(/does not answer/i)).toBeVisible();
  });
});

describe('a DICOMweb server (CLA-27)', () => {
  it('never shows its password, and keeps it when none is typed', async () => {
    const saved = kept('PUT', /^\/tenant\/dicomweb-servers\/W1$/, dicomwebServers[0]);
    await openPage('/admin/integrations/dicomweb', { routes: [saved.route] });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', named(/change university archive/i)));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByLabelText(/^password/i)).toHaveValue('');
    await user.click(within(dialog).getByRole('button', named(/^save$/i)));
    await waitFor(() => expect(saved.bodies).toHaveLength(1));
    expect(saved.bodies[0]).not.toHaveProperty('secret');
    const request = vi
      .mocked(fetch)
      .mock.calls.map(([one]) => one as Request)
      .find((one) => one.method === 'PUT');
    expect(request?.headers.get('If-Match')).toBe('"3"');
  });

  it('needs the token when the way of signing in changes, and warns of an open line', async () => {
    const saved = kept('PUT', /^\/tenant\/dicomweb-servers\/W1$/, dicomwebServers[0]);
    await openPage('/admin/integrations/dicomweb', { routes: [saved.route] });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', named(/change university archive/i)));
    const dialog = await screen.findByRole('dialog');
    await user.selectOptions(within(dialog).getByLabelText(/signs in/i), 'bearer');
    await user.clear(within(dialog).getByRole('textbox', named(/^address/i)));
    await user.type(within(dialog).getByRole('textbox', named(/^address/i)), 'http://pacs.example/dicom-web');
    expect(within(dialog).getByText(/without https/i)).toBeVisible();
    await user.click(within(dialog).getByRole('button', named(/^save$/i)));
    expect(within(dialog).getByLabelText(/^token/i)).toHaveAccessibleDescription(/fill this in/i);
    expect(saved.bodies).toEqual([]);
    await user.type(within(dialog).getByLabelText(/^token/i), 'abc');
    await user.click(within(dialog).getByRole('button', named(/^save$/i)));
    await waitFor(() => expect(saved.bodies).toHaveLength(1));
    expect(saved.bodies[0]).toMatchObject({ authorization: 'bearer', secret: 'abc', userName: '' });
  });
});

describe('pull rules (STU-4)', () => {
  it('run now, are turned off, and tell their problem', async () => {
    const run = kept('POST', /^\/tenant\/pull-rules\/RU1\/run$/, pullRules[0]);
    const changed = kept('PUT', /^\/tenant\/pull-rules\/RU1$/, pullRules[0]);
    await openPage('/admin/integrations/pull-rules', { routes: [run.route, changed.route] });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', named(/run ct of the night now/i)));
    await waitFor(() => expect(run.bodies).toHaveLength(1));
    expect(screen.getByText(/14 found, 3 pulled/i)).toBeVisible();
    expect(screen.getByText(/the other system refused/i)).toBeVisible();
    await user.click(await screen.findByRole('switch', named(/turn ct of the night/i)));
    await waitFor(() => expect(changed.bodies).toHaveLength(1));
    expect(changed.bodies[0]).toMatchObject({ enabled: false, sourceId: 'AE3', everyMinutes: 30 });
  });

  it('are made for a source that may be pulled from', async () => {
    const made = kept('POST', /^\/tenant\/pull-rules$/, pullRules[0]);
    await openPage('/admin/integrations/pull-rules', { routes: [made.route] });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', named(/add a rule/i)));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText(/^name/i), 'Night');
    await user.click(within(dialog).getByRole('button', named(/add a rule/i)));
    expect(within(dialog).getByLabelText(/^from/i)).toBeInvalid();
    expect(within(dialog).queryByRole('option', named(/pacs_old/i))).toBeNull();
    await user.selectOptions(within(dialog).getByLabelText(/^from/i), 'W1');
    await user.selectOptions(within(dialog).getByLabelText(/how often/i), '1440');
    await user.click(within(dialog).getByRole('button', named(/add a rule/i)));
    await waitFor(() => expect(made.bodies).toHaveLength(1));
    expect(made.bodies[0]).toMatchObject({ name: 'Night', sourceId: 'W1', lastDays: 7, everyMinutes: 1440 });
  });
});
