import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { session } from '../../testing/fixtures';
import { Refusal, type Asked, type Route } from '../../testing/mock-server';
import { pull, remoteStudies } from '../../testing/pull-fixtures';
import { openPage } from '../../testing/render';

afterEach(() => vi.unstubAllGlobals());

const named = (name: RegExp) => ({ name });
const part = /select the study of peeters, anna, mr brain/i;

// A route that keeps what it was asked.
function kept(method: string, path: RegExp, answer: (asked: Asked) => unknown) {
  const bodies: unknown[] = [];
  const route: Route = [
    method,
    path,
    (asked) => {
      bodies.push(asked.body);
      return answer(asked);
    },
  ];
  return { route, bodies };
}

async function search(routes: Route[] = []) {
  const opened = await openPage('/pull', { routes });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText(/^patient id/i), '2024-1000');
  await user.click(screen.getByRole('button', named(/^search$/i)));
  return { ...opened, user };
}

describe('pulling studies (STU-4)', () => {
  it('asks no archive before it is told what for', async () => {
    const asked = kept('POST', /\/search$/, () => remoteStudies);
    await openPage('/pull', { routes: [asked.route] });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', named(/^search$/i)));
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(asked.bodies).toEqual([]);
    await user.type(screen.getByLabelText(/^patient id/i), ' 17 ');
    await user.click(screen.getByRole('button', named(/^search$/i)));
    await waitFor(() => expect(asked.bodies).toEqual([{ patientId: '17' }]));
  });

  it('marks what is here, and pulls what is chosen', async () => {
    const made = kept('POST', /^\/tenant\/pulls$/, () => ({ items: [pull({ id: 'PX' })] }));
    const { user } = await search([made.route]);
    expect(await screen.findByRole('checkbox', named(part))).toBeEnabled();
    expect(screen.getByRole('checkbox', named(/chest 2 views/i))).toBeDisabled();
    expect(screen.getByText('12 of 40 here')).toBeVisible();
    await user.click(screen.getByRole('checkbox', named(part)));
    await user.click(screen.getByRole('button', named(/^pull one study$/i)));
    const uid = remoteStudies.items[2]?.studyInstanceUid;
    await waitFor(() =>
      expect(made.bodies).toEqual([{ sourceId: 'AE3', studyInstanceUids: [uid], reason: 'request' }]),
    );
  });

  it('selects all that are not here at once', async () => {
    const { user } = await search();
    await user.click(await screen.findByRole('checkbox', named(/select all/i)));
    expect(screen.getByRole('button', named(/^pull 3 studies$/i))).toBeEnabled();
  });

  it('goes through what was found by keys', async () => {
    const { user } = await search();
    await user.click(await screen.findByRole('heading', named(/^4 studies/i)));
    await user.keyboard('jjjx');
    expect(screen.getByRole('checkbox', named(part))).toBeChecked();
    await user.keyboard('kx');
    expect(screen.getByRole('button', named(/^pull one study$/i))).toBeVisible();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('checkbox', named(part))).not.toBeChecked();
  });

  it('says that a source is away, and asks again', async () => {
    const asked = kept('POST', /\/search$/, () => new Refusal(502, 'source_unreachable'));
    const { user } = await search([asked.route]);
    const alert = await screen.findByRole('alert');
    await user.click(within(alert).getByRole('button'));
    await waitFor(() => expect(asked.bodies).toHaveLength(2));
  });

  it('says that nothing was found, and that there is more than is shown', async () => {
    const none = kept('POST', /\/search$/, () => ({ items: [], truncated: false }));
    const { unmount } = await search([none.route]);
    expect(await screen.findByText(/no study that matches/i)).toBeVisible();
    unmount();
    await search([['POST', /\/search$/, () => ({ ...remoteStudies, truncated: true })]]);
    expect(await screen.findByText(/has more than these/i)).toBeVisible();
  });

  it('stops, tries again and leads to what is here', async () => {
    const cancelled = kept('POST', /\/PU1\/cancel$/, () => pull({ id: 'PU1', state: 'cancelled' }));
    const retried = kept('POST', /\/PU4\/retry$/, () => pull({ id: 'PU4', state: 'waiting' }));
    await openPage('/pull', { routes: [cancelled.route, retried.route] });
    const user = userEvent.setup();
    const link = await screen.findByRole('link', named(/open the study/i));
    expect(link).toHaveAttribute('href', '/studies/S4');
    await user.click(screen.getByRole('button', named(/^stop/i)));
    await waitFor(() => expect(cancelled.bodies).toHaveLength(1));
    const again = screen.getAllByRole('button', named(/^try again/i));
    await user.click(again[again.length - 1] as HTMLElement);
    await waitFor(() => expect(retried.bodies).toHaveLength(1));
  });

  it('tells who may not manage integrations whom to ask when there is no source', async () => {
    const routes: Route[] = [['GET', /^\/tenant\/pull-sources$/, () => ({ items: [] })]];
    await openPage('/pull', { routes, session: session('staff', ['upload_studies']) });
    expect(await screen.findByText(/ask an administrator/i)).toBeVisible();
    expect(screen.queryByRole('button', named(/^search$/i))).toBeNull();
  });

  it('is not for who may not upload (ACC-11)', async () => {
    await openPage('/pull', { session: session('staff', ['view_studies']) });
    expect(await screen.findByRole('heading', { level: 1 })).toBeVisible();
    expect(screen.queryByRole('search')).toBeNull();
  });
});

describe('earlier studies elsewhere (STU-4)', () => {
  it('are asked for on demand, per archive; those that did not answer are named', async () => {
    const made = kept('POST', /^\/tenant\/pulls$/, () => ({ items: [] }));
    await openPage('/studies/S0', { routes: [made.route] });
    const user = userEvent.setup();
    const ask = await screen.findByRole('button', named(/ask other archives/i));
    const asked = () =>
      vi.mocked(fetch).mock.calls.filter(([one]) => (one as Request).url.includes('remote-priors')).length;
    expect(asked()).toBe(0);
    await user.click(ask);
    expect(await screen.findByRole('heading', named(/^clinic_pacs$/i))).toBeVisible();
    expect(screen.getByText(/did not answer: university archive/i)).toBeVisible();
    await user.click(screen.getByRole('button', named(/^pull ct thorax/i)));
    await waitFor(() => expect(made.bodies).toHaveLength(1));
    expect(made.bodies[0]).toMatchObject({ sourceId: 'AE3', reason: 'prior' });
    await user.click(screen.getByRole('button', named(/ask again/i)));
    await waitFor(() => expect(asked()).toBe(2));
  });

  it.each([[['view_studies']], [['upload_studies']]] as const)('need both permissions: %s', async (held) => {
    await openPage('/studies/S0', { session: session('staff', [...held]) });
    await screen.findByRole('heading', { level: 1 });
    expect(screen.queryByRole('button', named(/ask other archives/i))).toBeNull();
  });
});
